namespace RnnCluster.Streams.Tests.Cluster;

/// <summary>What arrived at one subscriber, as it came.</summary>
public sealed record Arrivals(IReadOnlyList<Numbered> All, IReadOnlyList<string?> Notes)
{
    /// <summary>Each producer's events came in order, none missing, none twice.</summary>
    public void AssertExactlyOnce(int producers, int count)
    {
        Assert.Equal(producers * count, All.Count);
        AssertAtLeastOnce(producers, count);
    }

    /// <summary>Each producer's events came in order, none missing; no more repetitions than events.</summary>
    public void AssertAtLeastOnce(int producers, int count)
    {
        for (var producer = 0; producer < producers; producer++)
        {
            var first = All.Where(item => item.Producer == producer).Distinct().Select(item => item.Number);
            Assert.Equal(Enumerable.Range(0, count), first);
        }

        Assert.InRange(All.Count, producers * count, 2 * producers * count);
    }
}
