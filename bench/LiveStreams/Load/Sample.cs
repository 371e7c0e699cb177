namespace RnnCluster.LiveStreams.Load;

/// <summary>What came in a window.</summary>
/// <param name="Answers">Frames answered.</param>
/// <param name="Seconds">Length of the window.</param>
/// <param name="MedianMs">Latency; in the open loop from when the frame was due.</param>
/// <param name="P99Ms">Likewise.</param>
/// <param name="P999Ms">Likewise.</param>
internal sealed record Sample(long Answers, double Seconds, double MedianMs, double P99Ms, double P999Ms);
