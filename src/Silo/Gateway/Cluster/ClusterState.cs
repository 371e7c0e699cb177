namespace RnnCluster.Silo.Gateway.Cluster;

/// <summary>The cluster, as this silo knows it.</summary>
/// <param name="Silos">The silos, by name; of several that had the same address, the last.</param>
/// <param name="MayKill">Whether <c>POST /v1/cluster/kill</c> is allowed.</param>
internal sealed record ClusterState(IReadOnlyList<SiloState> Silos, bool MayKill);
