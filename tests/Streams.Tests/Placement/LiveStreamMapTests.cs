using RnnCluster.Streams.Placement;
using RnnCluster.Streams.Tests.Testing;

namespace RnnCluster.Streams.Tests.Placement;

public sealed class LiveStreamMapTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    public void NumberOf_ManyStreams_UsesAllQueuesAlikeForAllProviders(int queueCount)
    {
        var map = new LiveStreamMap("input", queueCount);
        var other = new LiveStreamMap("output", queueCount);
        var streams = Enumerable.Range(0, 1_000).Select(Batches.Stream).ToList();

        Assert.Equal(Enumerable.Range(0, queueCount), streams.Select(map.NumberOf).Distinct().Order());
        Assert.Equal(streams.Select(map.NumberOf), streams.Select(other.NumberOf));
    }
}
