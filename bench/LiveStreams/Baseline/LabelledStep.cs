namespace RnnCluster.LiveStreams.Baseline;

/// <summary>What comes for a token.</summary>
/// <param name="Label">The likeliest class.</param>
/// <param name="Score">Its probability.</param>
/// <param name="Probabilities">Of all classes; null unless asked for.</param>
[GenerateSerializer, Immutable, Alias("bench.LabelledStep")]
internal readonly record struct LabelledStep(
    [property: Id(0)] string Label, [property: Id(1)] float Score, [property: Id(2)] float[]? Probabilities);
