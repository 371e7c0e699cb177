namespace RnnCluster.Silo.Gateway.Rest;

/// <summary>Names of a session's snapshots, in order.</summary>
internal sealed record SnapshotList(IReadOnlyList<string> Snapshots);
