using System.Text.Json;
using RnnCluster.Abstractions.Frames;

namespace RnnCluster.Cli.Inference;

/// <summary>An input line of <c>rnn infer</c>: a frame of a session.</summary>
internal sealed record InferenceLine
{
    private const string Allowed =
        "a line is an object with session, one of text, tokens, ids and features, and if wanted end, scores, generate and beams";

    public required string Session { get; init; }

    public string? Text { get; init; }

    public string[]? Tokens { get; init; }

    public int[]? Ids { get; init; }

    public float[][]? Features { get; init; }

    public bool End { get; init; }

    public bool Scores { get; init; }

    /// <summary>Most tokens to generate after reading; null for none, or for what the end of a source asks for.</summary>
    public int? Generate { get; init; }

    /// <summary>Hypotheses of the beam search that generates; null for the package's default.</summary>
    public int? Beams { get; init; }

    /// <summary>Reads a line.</summary>
    /// <exception cref="FormatException">It is no such line; the message says what was found and what is allowed.</exception>
    public static InferenceLine Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, InferenceJson.Default.InferenceLine)
                ?? throw new FormatException($"the line is null; {Allowed}");
        }
        catch (JsonException exception)
        {
            // The serializer's own message names types of this program; the place is what helps.
            var place = exception.Path is { Length: > 1 } path
                ? $"{path[2..]} is unknown or has a value of the wrong kind"
                : $"the line is no JSON object with a session (read to byte {exception.BytePositionInLine})";
            throw new FormatException($"{place}; {Allowed}", exception);
        }
    }

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
            0 when End || Generate is not null => null,
            _ => throw new FormatException(
                $"the line has {inputs.Count} of text, tokens, ids and features; it must have one of them, or only \"end\":true or generate"),
        };
    }

    /// <summary>What the frame asks to generate.</summary>
    /// <exception cref="FormatException">It says how to generate, but not how much.</exception>
    public GenerationRequest? ToGeneration() => Generate is { } tokens
        ? new GenerationRequest { Tokens = tokens, Beams = Beams }
        : Beams is null ? null : throw new FormatException("the line has beams without generate; it must have both, or the package's defaults");
}
