namespace RnnCluster.LiveStreams.Cases;

/// <summary>A load, and the way that it takes to the cluster.</summary>
/// <param name="Way">The way.</param>
/// <param name="Load">The load.</param>
internal sealed record SocketsLoad(string Way, string Load)
{
    public override string ToString() => $"{Way}, {Load}";
}
