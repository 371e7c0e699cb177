namespace RnnCluster.Recurrent.Packages;

/// <summary>How good a model is, measured once and recomputable.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Value">What came out.</param>
/// <param name="Split">The data it was measured on.</param>
public sealed record MetricManifest(string Name, double Value, string Split);
