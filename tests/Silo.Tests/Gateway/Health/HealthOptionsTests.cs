using RnnCluster.Silo.Gateway.Health;

namespace RnnCluster.Silo.Tests.Gateway.Health;

public sealed class HealthOptionsTests
{
    [Theory]
    [InlineData(nameof(HealthOptions.EngineJobsPercent), 1, 100)]
    [InlineData(nameof(HealthOptions.StoreWaitMs), 10, 60_000)]
    public void Validate_AtAndBeyondBounds_AcceptsAndRefuses(string option, int least, int most) =>
        OptionBounds.Require(new HealthOptionsValidator(), option, least, most);

    [Fact]
    public void Defaults_AreValid() => Assert.True(new HealthOptionsValidator().Validate(null, new HealthOptions()).Succeeded);
}
