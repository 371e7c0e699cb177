namespace RnnCluster.Streams.Tests.Cluster;

/// <summary>Two silos that stay; shared by the tests that change nothing in the cluster.</summary>
public sealed class QuietCluster : IAsyncLifetime
{
    public StreamsCluster Cluster { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Cluster = await StreamsCluster.DeployAsync(silos: 2);

    public ValueTask DisposeAsync() => Cluster.DisposeAsync();
}
