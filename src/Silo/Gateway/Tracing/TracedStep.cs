namespace RnnCluster.Silo.Gateway.Tracing;

/// <summary>One step.</summary>
/// <param name="T">Its number, from 1.</param>
/// <param name="Token">The token that is read; absent for feature vectors.</param>
/// <param name="Labels">What the scores decide.</param>
/// <param name="Score">The highest score.</param>
/// <param name="Layers">The layers, from the bottom up.</param>
internal sealed record TracedStep(int T, string? Token, IReadOnlyList<string> Labels, float Score, IReadOnlyList<TracedLayer> Layers);
