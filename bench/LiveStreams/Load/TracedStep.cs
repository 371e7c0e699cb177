namespace RnnCluster.LiveStreams.Load;

/// <summary>What came for one token.</summary>
/// <param name="Label">The likeliest class.</param>
/// <param name="Probabilities">Of all classes.</param>
internal sealed record TracedStep(string Label, float[] Probabilities);
