using RnnCluster.Abstractions.Frames;
using RnnCluster.Client.Json;

namespace RnnCluster.Silo.Gateway.Sockets.Messages;

/// <summary>A message from a client: a frame, or one of the keys that say what else is wanted.</summary>
internal sealed record SocketMessage : InferenceBody
{
    private const string Allowed = "a message is an object with open, resume, close or leave, or a frame with session, " + Keys
        + ", and sequence, partTokens and answeredThrough";

    /// <summary>Opens a session.</summary>
    public OpenMessage? Open { get; init; }

    /// <summary>Goes on with a session.</summary>
    public ResumeMessage? Resume { get; init; }

    /// <summary>Ends a session.</summary>
    public NamedMessage? Close { get; init; }

    /// <summary>Leaves a session to itself.</summary>
    public NamedMessage? Leave { get; init; }

    /// <summary>The session that a frame is for.</summary>
    public string? Session { get; init; }

    /// <summary>Sequence number of a frame; null for the next one.</summary>
    public long? Sequence { get; init; }

    /// <summary>Tokens in each part of the answer; null for the default.</summary>
    public int? PartTokens { get; init; }

    /// <summary>The sender has all answers up to this sequence number; null when it does not say.</summary>
    public long? AnsweredThrough { get; init; }

    /// <summary>Reads a message.</summary>
    /// <param name="json">The JSON, UTF-8.</param>
    /// <exception cref="FormatException">It is none; the message says what was found and what is allowed.</exception>
    public static SocketMessage OfJson(ReadOnlySpan<byte> json) => Read(json, SocketJson.Default.SocketMessage, Allowed).Checked();

    /// <summary>Reads a message of the binary form.</summary>
    /// <param name="cbor">The CBOR.</param>
    /// <exception cref="FormatException">It is none; the message says what was found and what is allowed.</exception>
    public static SocketMessage OfCbor(ReadOnlyMemory<byte> cbor) => CborMessages.Read(cbor, Allowed).Checked();

    /// <summary>What the frame carries; null for nothing, which its session refuses if it must.</summary>
    /// <exception cref="FormatException">It carries more than one kind of input.</exception>
    public FrameInput? ToInputOrNone() => (Text ?? Tokens ?? Ids ?? (object?)Features) is null ? null : ToInput();

    /// <summary>What the frame asks to generate.</summary>
    /// <exception cref="FormatException">It says how to generate, but not how much.</exception>
    public GenerationRequest? ToGenerationInParts() => (ToGeneration(), PartTokens) switch
    {
        (null, { }) => throw new FormatException("the message has partTokens without generate; it must have both"),
        ({ } generation, { } partTokens) => generation with { PartTokens = partTokens },
        var (generation, _) => generation,
    };

    private SocketMessage Checked()
    {
        var kinds = Count(Open) + Count(Resume) + Count(Close) + Count(Leave) + Count(Session);
        return kinds == 1 ? this : throw new FormatException(
            $"the message has {kinds} of open, resume, close, leave and session; it must have one; {Allowed}");
    }

    private static int Count(object? key) => key is null ? 0 : 1;
}
