namespace RnnCluster.Abstractions.Frames;

/// <summary>What a frame feeds to the network: text, tokens, ids or feature vectors.</summary>
[GenerateSerializer, Immutable, Alias("rnn.FrameInput")]
public abstract record FrameInput;
