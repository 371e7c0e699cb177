namespace RnnCluster.Abstractions.Frames;

/// <summary>A piece of text; the model's tokenizer cuts it. What may still grow, such as half a word, waits for the next frame.</summary>
/// <param name="Text">Any text.</param>
[GenerateSerializer, Immutable, Alias("rnn.TextInput")]
public sealed record TextInput([property: Id(0)] string Text) : FrameInput;
