using RnnCluster.Silo.Gateway.Health;

namespace RnnCluster.Silo.Tests.Gateway.Health;

public sealed class HealthOptionsTests
{
    [Theory]
    [InlineData(nameof(HealthOptions.EngineJobsPercent), 1, 100)]
    [InlineData(nameof(HealthOptions.StoreWaitMs), 10, 60_000)]
    public void Validate_AtAndBeyondBounds_AcceptsAndRefuses(string option, int least, int most)
    {
        Assert.Null(Fault(option, least));
        Assert.Null(Fault(option, most));
        Assert.Equal($"{option} is {least - 1}; it must be {least} to {most}", Fault(option, least - 1));
        Assert.Equal($"{option} is {most + 1}; it must be {least} to {most}", Fault(option, most + 1));
    }

    [Fact]
    public void Defaults_AreValid() => Assert.True(new HealthOptionsValidator().Validate(null, new HealthOptions()).Succeeded);

    private static string? Fault(string option, int value)
    {
        var options = new HealthOptions();
        typeof(HealthOptions).GetProperty(option)!.SetValue(options, value);
        return new HealthOptionsValidator().Validate(null, options).FailureMessage;
    }
}
