namespace RnnCluster.Silo.Gateway.Cluster;

/// <summary>A silo of the cluster.</summary>
/// <param name="Name">Address on which silos talk to it.</param>
/// <param name="Status">
/// <c>joining</c>, <c>active</c>, <c>shuttingDown</c>, <c>stopping</c> or <c>dead</c>; <c>silent</c> when it counts as active and does not answer.
/// </param>
/// <param name="Address">Origin of its HTTP gateway; absent when it has none or none that others reach.</param>
/// <param name="Sessions">Sessions in its memory.</param>
/// <param name="Rows">Rows that its engine has advanced since it started, a token each.</param>
/// <param name="Passes">Passes that its engine has run since it started, a batch each.</param>
internal sealed record SiloState(string Name, string Status, string? Address, int Sessions, long Rows, long Passes);
