using RnnCluster.Abstractions.Sessions;

namespace RnnCluster.Client.Sessions;

/// <summary>A session in the memory of a cluster.</summary>
/// <param name="Session">Its key.</param>
/// <param name="Silo">The silo that it is on, <c>host:port</c>.</param>
public readonly record struct SessionPlace(SessionKey Session, string Silo);
