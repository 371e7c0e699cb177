namespace RnnCluster.LiveStreams.Processes;

/// <summary>The measured window begins.</summary>
internal sealed record MarkRequest : Request;
