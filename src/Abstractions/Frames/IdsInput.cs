namespace RnnCluster.Abstractions.Frames;

/// <summary>Rows of the model's vocabulary.</summary>
/// <param name="Ids">One step each.</param>
[GenerateSerializer, Immutable, Alias("rnn.IdsInput")]
public sealed record IdsInput([property: Id(0)] int[] Ids) : FrameInput;
