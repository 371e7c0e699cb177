namespace RnnCluster.Oracle.Processes;

/// <summary>All frames that the client sent are answered.</summary>
internal sealed record DoneMessage : ChildMessage;
