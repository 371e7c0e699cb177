namespace RnnCluster.LiveStreams.Processes;

/// <summary>Have so many sessions open; answered when they are.</summary>
/// <param name="Sessions">Those that are open already count.</param>
/// <param name="WithToken">Each new one sends a token and waits for its answer.</param>
internal sealed record OpenRequest(int Sessions, bool WithToken) : Request;
