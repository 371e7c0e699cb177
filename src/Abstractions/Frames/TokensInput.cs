namespace RnnCluster.Abstractions.Frames;

/// <summary>Tokens as the model's vocabulary has them.</summary>
/// <param name="Tokens">One step each.</param>
[GenerateSerializer, Immutable, Alias("rnn.TokensInput")]
public sealed record TokensInput([property: Id(0)] string[] Tokens) : FrameInput;
