namespace RnnCluster.Oracle.Processes;

/// <summary>The silo is a member of the cluster, or the client has all sessions open.</summary>
internal sealed record ReadyMessage : ChildMessage;
