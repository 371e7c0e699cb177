namespace RnnCluster.TokenLatency;

/// <summary>Round trips of one repetition, in milliseconds.</summary>
internal sealed record LatencySample(double MedianMs, double P99Ms);
