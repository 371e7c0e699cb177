namespace RnnCluster.Silo.Gateway.Rest;

/// <summary>A session in the memory of the cluster.</summary>
/// <param name="Model">Name of its model.</param>
/// <param name="Id">Its id.</param>
/// <param name="Silo">The silo that it is on.</param>
internal sealed record ListedSession(string Model, string Id, string Silo);
