using RnnCluster.Abstractions.Frames;

namespace RnnCluster.Cli.Inference;

/// <summary>An input line of <c>rnn infer</c>: a frame of a session.</summary>
internal sealed record InferenceLine
{
    public required string Session { get; init; }

    public string? Text { get; init; }

    public string[]? Tokens { get; init; }

    public int[]? Ids { get; init; }

    public float[][]? Features { get; init; }

    public bool End { get; init; }

    public bool Scores { get; init; }

    /// <summary>What the frame carries; null when the line only ends the sequence.</summary>
    /// <exception cref="FormatException">The line carries nothing, or more than one kind of input.</exception>
    public FrameInput? ToInput()
    {
        var inputs = new FrameInput?[]
        {
            Text is null ? null : new TextInput(Text),
            Tokens is null ? null : new TokensInput(Tokens),
            Ids is null ? null : new IdsInput(Ids),
            Features is null ? null : new FeaturesInput(Features),
        }.OfType<FrameInput>().ToList();
        return inputs.Count switch
        {
            1 => inputs[0],
            0 when End => null,
            _ => throw new FormatException(
                $"the line has {inputs.Count} of text, tokens, ids and features; it must have one of them, or only \"end\":true"),
        };
    }
}
