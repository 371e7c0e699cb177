namespace RnnCluster.Client.Tests;

public sealed class RnnClientOptionsTests
{
    public static TheoryData<string, int, int> Bounds => new()
    {
        { nameof(RnnClientOptions.SessionFramesLimit), 1, 1_000_000 },
        { nameof(RnnClientOptions.ClientFramesLimit), 1, 1_000_000 },
        { nameof(RnnClientOptions.RetainedFramesLimit), 0, 1_000_000 },
        { nameof(RnnClientOptions.RetainedBytesLimit), 0, 1 << 30 },
        { nameof(RnnClientOptions.ResendAfterMs), 10, 600_000 },
        { nameof(RnnClientOptions.ResendFramesLimit), 1, 1_000_000 },
        { nameof(RnnClientOptions.PublishWaitMs), 0, 600_000 },
    };

    [Theory]
    [MemberData(nameof(Bounds))]
    public void Faults_AtAndBeyondBounds_NameOptionValueAndRule(string option, int least, int most)
    {
        Assert.Empty(With(option, least).Faults());
        Assert.Empty(With(option, most).Faults());
        Assert.Equal([$"{option} is {least - 1}; it must be {least} to {most}"], With(option, least - 1).Faults());
        Assert.Equal([$"{option} is {most + 1}; it must be {least} to {most}"], With(option, most + 1).Faults());
    }

    [Fact]
    public void Bounds_OfTheTests_CoverEveryOption() => Assert.Equal(
        typeof(RnnClientOptions).GetProperties().Select(property => property.Name).Order(), Bounds.Select(row => row.Data.Item1).Order());

    [Fact]
    public void Faults_Defaults_AreNone() => Assert.Empty(new RnnClientOptions().Faults());

    [Fact]
    public void Faults_Several_AreAllNamed() =>
        Assert.Equal(2, new RnnClientOptions { SessionFramesLimit = 0, PublishWaitMs = -1 }.Faults().Count());

    private static RnnClientOptions With(string option, int value)
    {
        var options = new RnnClientOptions();
        typeof(RnnClientOptions).GetProperty(option)!.SetValue(options, value);
        return options;
    }
}
