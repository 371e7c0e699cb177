using Microsoft.Extensions.Options;
using RnnCluster.Grains.Batching;
using RnnCluster.Grains.Models;
using RnnCluster.Grains.Sessions;

namespace RnnCluster.Grains.Tests.Hosting;

public sealed class OptionsTests
{
    public static TheoryData<string, int, int> SessionBounds => new()
    {
        { nameof(SessionOptions.SessionsLimit), 1, 100_000_000 },
        { nameof(SessionOptions.RefusedSessionsLimit), 1, 10_000_000 },
        { nameof(SessionOptions.RefusalQuietSeconds), 1, 86_400 },
        { nameof(SessionOptions.InboxFramesLimit), 1, 1_000_000 },
        { nameof(SessionOptions.FrameStepsLimit), 1, 10_000_000 },
        { nameof(SessionOptions.WaitingInputsLimit), 1, 1_000_000 },
        { nameof(SessionOptions.WaitingValuesLimit), 1, 1_000_000_000 },
        { nameof(SessionOptions.TokenTextLimit), 1, 100_000 },
        { nameof(SessionOptions.FrameTextLimit), 1, 10_000_000 },
        { nameof(SessionOptions.PendingTextLimit), 1, 1_000_000 },
        { nameof(SessionOptions.GenerationTokensLimit), 1, 100_000_000 },
        { nameof(SessionOptions.AnswerValuesLimit), 1, 1_000_000_000 },
        { nameof(SessionOptions.RetainedValuesLimit), 0, 1_000_000 },
        { nameof(SessionOptions.ResendRequestMs), 1, 60_000 },
        { nameof(SessionOptions.ReadWaitMs), 0, 20_000 },
        { nameof(SessionOptions.PublishWaitMs), 0, 600_000 },
        { nameof(SessionOptions.IdleSeconds), 1, 86_400 },
        { nameof(SessionOptions.CheckpointFrames), 1, 1_000_000 },
        { nameof(SessionOptions.CheckpointMs), 10, 600_000 },
        { nameof(SessionOptions.CheckpointWritesLimit), 1, 10_000 },
        { nameof(SessionOptions.DrainMs), 0, 600_000 },
    };

    public static TheoryData<string, int, int> EngineBounds => new()
    {
        { nameof(StepEngineOptions.Workers), 1, 1_024 },
        { nameof(StepEngineOptions.BatchLimit), 1, 4_096 },
        { nameof(StepEngineOptions.CallerRows), 0, 64 },
        { nameof(StepEngineOptions.JobsLimit), 1, 10_000_000 },
        { nameof(StepEngineOptions.JobWaitMs), 0, 600_000 },
    };

    public static TheoryData<string, int, int> CatalogBounds => new()
    {
        { nameof(ModelCatalogOptions.SettleMs), 1, 600_000 },
        { nameof(ModelCatalogOptions.RescanMs), 10, 86_400_000 },
    };

    [Theory]
    [MemberData(nameof(CatalogBounds))]
    public void ModelCatalogOptions_AtAndBeyondBounds_AreAcceptedAndRefused(string option, int least, int most) =>
        RequireBounds(new ModelCatalogOptionsValidator(), option, least, most);

    [Theory]
    [MemberData(nameof(SessionBounds))]
    public void SessionOptions_AtAndBeyondBounds_AreAcceptedAndRefused(string option, int least, int most) =>
        RequireBounds(new SessionOptionsValidator(), option, least, most);

    [Theory]
    [MemberData(nameof(EngineBounds))]
    public void StepEngineOptions_AtAndBeyondBounds_AreAcceptedAndRefused(string option, int least, int most) =>
        RequireBounds(new StepEngineOptionsValidator(), option, least, most);

    [Fact]
    public void Bounds_OfTheTests_CoverEveryOption()
    {
        Assert.Equal(Properties<SessionOptions>(), SessionBounds.Select(row => row.Data.Item1).Order());
        Assert.Equal(Properties<ModelCatalogOptions>(), CatalogBounds.Select(row => row.Data.Item1).Append(nameof(ModelCatalogOptions.Folder)).Order());
        Assert.Equal(Properties<StepEngineOptions>(), EngineBounds.Select(row => row.Data.Item1).Order());
    }

    [Fact]
    public void Defaults_AreValid()
    {
        Assert.True(new SessionOptionsValidator().Validate(null, new SessionOptions()).Succeeded);
        Assert.True(new ModelCatalogOptionsValidator().Validate(null, new ModelCatalogOptions()).Succeeded);
        Assert.True(new StepEngineOptionsValidator().Validate(null, new StepEngineOptions()).Succeeded);
    }

    [Fact]
    public void Validate_SeveralFaults_ComeInOneMessage()
    {
        var result = new SessionOptionsValidator().Validate(null, new SessionOptions { SessionsLimit = 0, IdleSeconds = 86_401 });

        Assert.Equal(
            "SessionsLimit is 0; it must be 1 to 100000000; IdleSeconds is 86401; it must be 1 to 86400", result.FailureMessage);
    }

    private static IEnumerable<string> Properties<T>() => typeof(T).GetProperties().Select(property => property.Name).Order();

    private static void RequireBounds<T>(IValidateOptions<T> validator, string option, int least, int most)
        where T : class, new()
    {
        ValidateOptionsResult With(int value)
        {
            var options = new T();
            typeof(T).GetProperty(option)!.SetValue(options, value);
            return validator.Validate(null, options);
        }

        Assert.True(With(least).Succeeded);
        Assert.True(With(most).Succeeded);
        Assert.Equal($"{option} is {least - 1}; it must be {least} to {most}", With(least - 1).FailureMessage);
        Assert.Equal($"{option} is {most + 1}; it must be {least} to {most}", With(most + 1).FailureMessage);
    }
}
