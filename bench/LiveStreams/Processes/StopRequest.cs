namespace RnnCluster.LiveStreams.Processes;

/// <summary>Send no more; answered when all frames are.</summary>
internal sealed record StopRequest : Request;
