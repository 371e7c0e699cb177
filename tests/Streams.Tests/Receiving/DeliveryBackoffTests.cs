using RnnCluster.Streams.Receiving;

namespace RnnCluster.Streams.Tests.Receiving;

public sealed class DeliveryBackoffTests
{
    [Fact]
    public void Next_ManyAttempts_GrowsToHalfASecond()
    {
        var backoff = new DeliveryBackoff();

        Assert.Equal(
            [50, 100, 200, 400, 500, 500, 500], new[] { 0, 1, 2, 3, 4, 50, int.MaxValue }.Select(attempt => backoff.Next(attempt).TotalMilliseconds));
    }
}
