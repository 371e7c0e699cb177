namespace RnnCluster.Cluster.Tests.Page;

/// <summary><c>rnn.js</c>, the client of the page, against a cluster that loses what is not stored.</summary>
[Collection(nameof(SharedDemo))]
public sealed class PageClientTests(PageDemo demo)
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(8)]
    public async Task RnnSession_SocketsBreakAndStateFallsBack_GivesEachOutputOnceInOrder(int seed)
    {
        await using var open = await demo.OpenAsync("cluster");
        var harm = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "page", "harm.js"), TestContext.Current.CancellationToken);
        var outputs = await open.Page.EvaluateAsync<string[][]>(harm[harm.IndexOf("async", StringComparison.Ordinal)..], seed);
        Assert.Equal(outputs[1], outputs[0]);
    }
}
