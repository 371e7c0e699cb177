namespace RnnCluster.LiveStreams.Baseline;

/// <summary>The answer to a <see cref="TokenFrame"/>.</summary>
/// <param name="Session">Its number in the client.</param>
/// <param name="Steps">One for each token.</param>
[GenerateSerializer, Immutable, Alias("bench.LabelFrame")]
internal sealed record LabelFrame([property: Id(0)] int Session, [property: Id(1)] LabelledStep[] Steps);
