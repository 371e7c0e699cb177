namespace RnnCluster.LiveStreams.Processes;

/// <summary>Send these tokens in the first session, and show what comes back.</summary>
internal sealed record TraceRequest(int[] Tokens) : Request;
