namespace RnnCluster.Silo.Gateway.Access;

/// <summary>Metadata of routes that are not counted among the requests under way: health checks must be answered by a full gateway too.</summary>
internal sealed class UnlimitedRequests;
