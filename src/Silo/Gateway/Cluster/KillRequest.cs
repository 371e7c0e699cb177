namespace RnnCluster.Silo.Gateway.Cluster;

/// <summary>Which silo is to be killed.</summary>
/// <param name="Silo">Its name.</param>
internal sealed record KillRequest(string Silo);
