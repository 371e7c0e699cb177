using RnnCluster.Silo.Gateway.Sockets;

namespace RnnCluster.Silo.Tests.Gateway.Sockets;

public sealed class RnnSocketOptionsTests
{
    public static TheoryData<string, int, int> Bounds => new()
    {
        { nameof(RnnSocketOptions.SessionsLimit), 1, 1_000_000 },
        { nameof(RnnSocketOptions.WaitingLimitBytes), 1_024, 1 << 30 },
        { nameof(RnnSocketOptions.SendWaitMs), 10, 600_000 },
        { nameof(RnnSocketOptions.KeepAliveMs), 100, 3_600_000 },
        { nameof(RnnSocketOptions.KeepAliveWaitMs), 100, 3_600_000 },
        { nameof(RnnSocketOptions.CloseWaitMs), 10, 600_000 },
    };

    [Theory]
    [MemberData(nameof(Bounds))]
    public void Validate_AtAndBeyondBounds_AcceptsAndRefuses(string option, int least, int most) =>
        OptionBounds.Require(new RnnSocketOptionsValidator(), option, least, most);

    [Fact]
    public void Bounds_OfTheTests_CoverEveryNumber() =>
        Assert.Equal(typeof(RnnSocketOptions).GetProperties().Select(property => property.Name).Order(), Bounds.Select(row => row.Data.Item1).Order());

    [Fact]
    public void Defaults_AreValid() => Assert.True(new RnnSocketOptionsValidator().Validate(null, new RnnSocketOptions()).Succeeded);
}
