using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using RnnCluster.Abstractions.Frames;

namespace RnnCluster.Client.Json;

/// <summary>What a frame carries, as JSON: one kind of input, and what is asked for.</summary>
public record InferenceBody
{
    /// <summary>The keys of a frame, for messages.</summary>
    protected const string Keys =
        "one of text, tokens, ids and features, and if wanted end, scores, generate, beams, temperature, topK, topP and seed";

    /// <summary>A piece of text.</summary>
    public string? Text { get; init; }

    /// <summary>Tokens of the model's vocabulary.</summary>
    public string[]? Tokens { get; init; }

    /// <summary>Rows of the model's vocabulary.</summary>
    public int[]? Ids { get; init; }

    /// <summary>Feature vectors.</summary>
    public float[][]? Features { get; init; }

    /// <summary>Whether the sequence ends with this frame.</summary>
    public bool End { get; init; }

    /// <summary>Whether outputs carry all probabilities.</summary>
    public bool Scores { get; init; }

    /// <summary>Most tokens to generate after reading; null for none, or for what the end of a source asks for.</summary>
    public int? Generate { get; init; }

    /// <summary>Hypotheses of the beam search that generates; null for the package's default.</summary>
    public int? Beams { get; init; }

    /// <summary>Divides the logits, 0 takes the likeliest; null for the package's default.</summary>
    public float? Temperature { get; init; }

    /// <summary>Samples among the K likeliest only, 0 for all; null for the package's default.</summary>
    public int? TopK { get; init; }

    /// <summary>Samples among the likeliest whose probabilities reach P only; null for the package's default.</summary>
    public float? TopP { get; init; }

    /// <summary>Starts a new stream of random numbers; null goes on with the session's.</summary>
    public ulong? Seed { get; init; }

    /// <summary>What the frame carries; null when it only ends the sequence or only generates.</summary>
    /// <exception cref="FormatException">It carries nothing, or more than one kind of input.</exception>
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

    /// <summary>What the frame asks to generate; null for nothing, or for what the end of a source asks for.</summary>
    /// <exception cref="FormatException">It says how to generate, but not how much.</exception>
    public GenerationRequest? ToGeneration() => Generate is { } tokens
        ? new GenerationRequest { Tokens = tokens, Beams = Beams, Temperature = Temperature, TopK = TopK, TopP = TopP, Seed = Seed }
        : Setting() is { } setting
            ? throw new FormatException($"the line has {setting} without generate; it must have both, or the package's defaults")
            : null;

    /// <summary>The whole frame.</summary>
    /// <exception cref="FormatException">It carries nothing or too much, or says how to generate, but not how much.</exception>
    public InferenceFrame ToFrame() => new(ToInput(), ToGeneration(), End, Scores);

    /// <summary>Reads a JSON object that has the keys of a frame and perhaps others.</summary>
    /// <param name="text">The JSON, UTF-8.</param>
    /// <param name="type">What it is.</param>
    /// <param name="allowed">What it must be, for the message.</param>
    /// <exception cref="FormatException">It is no such object; the message says what was found and what is allowed.</exception>
    public static T Read<T>(ReadOnlySpan<byte> text, JsonTypeInfo<T> type, string allowed)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(text, type) ?? throw new FormatException($"the line is null; {allowed}");
        }
        catch (JsonException exception)
        {
            // The serializer's own message names types of this program; the place is what helps.
            var place = exception.Path is { Length: > 1 } path
                ? $"{path[2..]} is unknown or has a value of the wrong kind"
                : $"the line is no JSON object of that form (read to byte {exception.BytePositionInLine})";
            throw new FormatException($"{place}; {allowed}", exception);
        }
    }

    private string? Setting() => new (string Name, bool IsGiven)[]
    {
        ("beams", Beams is not null),
        ("temperature", Temperature is not null),
        ("topK", TopK is not null),
        ("topP", TopP is not null),
        ("seed", Seed is not null),
    }.FirstOrDefault(setting => setting.IsGiven).Name;
}
