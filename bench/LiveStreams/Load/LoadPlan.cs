namespace RnnCluster.LiveStreams.Load;

/// <summary>How a cluster is put under load.</summary>
/// <param name="Sessions">How many take part.</param>
/// <param name="Tokens">Tokens of a frame.</param>
/// <param name="Window">Closed loop: frames that each session keeps under way.</param>
/// <param name="Rate">
/// Open loop: frames a second of all sessions together, each of a session drawn at random, on an even schedule that does not wait for
/// answers. Null for the closed loop.
/// </param>
internal sealed record LoadPlan(int Sessions, int Tokens = 1, int Window = 1, double? Rate = null);
