using System.Net;
using RnnCluster.Silo.Gateway.Hosting;

namespace RnnCluster.Silo.Tests.Gateway.Hosting;

public sealed class RnnGatewayOptionsTests
{
    public static TheoryData<string, int, int> Bounds => new()
    {
        { nameof(RnnGatewayOptions.Port), 0, 65_535 },
        { nameof(RnnGatewayOptions.BodyLimitBytes), 1_024, 1 << 30 },
        { nameof(RnnGatewayOptions.RequestLineLimitBytes), 256, 1 << 20 },
        { nameof(RnnGatewayOptions.HeadersLimit), 8, 1_000 },
        { nameof(RnnGatewayOptions.HeadersLimitBytes), 1_024, 1 << 20 },
        { nameof(RnnGatewayOptions.ConnectionsLimit), 1, 1_000_000 },
        { nameof(RnnGatewayOptions.SocketsLimit), 1, 1_000_000 },
        { nameof(RnnGatewayOptions.RequestsLimit), 1, 1_000_000 },
        { nameof(RnnGatewayOptions.StreamRequestsLimit), 1, 10_000 },
        { nameof(RnnGatewayOptions.HeadersWaitMs), 100, 600_000 },
        { nameof(RnnGatewayOptions.IdleConnectionMs), 100, 3_600_000 },
        { nameof(RnnGatewayOptions.BodyRateBytes), 1, 1_000_000 },
        { nameof(RnnGatewayOptions.AnswerWaitMs), 10, 600_000 },
    };

    [Theory]
    [MemberData(nameof(Bounds))]
    public void Validate_AtAndBeyondBounds_AcceptsAndRefuses(string option, int least, int most) =>
        OptionBounds.Require(new RnnGatewayOptionsValidator(), option, least, most);

    [Fact]
    public void Bounds_OfTheTests_CoverEveryNumber() => Assert.Equal(
        typeof(RnnGatewayOptions).GetProperties().Where(property => property.PropertyType == typeof(int)).Select(property => property.Name).Order(),
        Bounds.Select(row => row.Data.Item1).Order());

    [Fact]
    public void Defaults_AreValid() => Assert.True(new RnnGatewayOptionsValidator().Validate(null, new RnnGatewayOptions()).Succeeded);

    [Fact]
    public void Validate_AddressThatOthersReach_NeedsKeysOrConsent()
    {
        var validator = new RnnGatewayOptionsValidator();

        Assert.Equal(
            "Address is 0.0.0.0, which other machines reach; it must be loopback, or there must be KeysFile",
            validator.Validate(null, new RnnGatewayOptions { Address = IPAddress.Any }).FailureMessage);
        Assert.True(validator.Validate(null, new RnnGatewayOptions { Address = IPAddress.Any, KeysFile = "keys.json" }).Succeeded);
        Assert.True(validator.Validate(null, new RnnGatewayOptions { Address = IPAddress.Any, AllowAnonymous = true }).Succeeded);
    }

    [Fact]
    public void Validate_DashboardThatOthersReach_NeedsKeys()
    {
        var open = new RnnGatewayOptions { Address = IPAddress.Any, AllowAnonymous = true, Dashboard = true };

        Assert.Equal(
            "Dashboard is true and Address is 0.0.0.0; it must be loopback, or there must be KeysFile",
            new RnnGatewayOptionsValidator().Validate(null, open).FailureMessage);
        open.KeysFile = "keys.json";
        Assert.True(new RnnGatewayOptionsValidator().Validate(null, open).Succeeded);
        Assert.True(new RnnGatewayOptionsValidator().Validate(null, new RnnGatewayOptions { Dashboard = true }).Succeeded);
    }
}
