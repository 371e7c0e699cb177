namespace RnnCluster.Abstractions.Frames;

/// <summary>Dense vectors, <c>[steps, features]</c>.</summary>
/// <param name="Vectors">One step each.</param>
[GenerateSerializer, Immutable, Alias("rnn.FeaturesInput")]
public sealed record FeaturesInput([property: Id(0)] float[][] Vectors) : FrameInput;
