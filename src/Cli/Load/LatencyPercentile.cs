namespace RnnCluster.Cli.Load;

/// <summary>A point of a distribution of latencies.</summary>
/// <param name="Percentile">0 to 100.</param>
/// <param name="Ms">The latency that this share of the frames does not exceed.</param>
/// <param name="Frames">How many frames that is.</param>
internal sealed record LatencyPercentile(double Percentile, double Ms, long Frames);
