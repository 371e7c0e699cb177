namespace RnnCluster.Abstractions.Frames;

/// <summary>One event on a session's input stream.</summary>
/// <remarks>A frame is applied once, in the order of <see cref="Sequence"/>; the input is read first, then comes the generation.</remarks>
[GenerateSerializer, Immutable, Alias("rnn.InputFrame")]
public sealed record InputFrame
{
    /// <summary>Value of <see cref="AnsweredThrough"/> when the sender does not say.</summary>
    public const long AnswersUnknown = -2;

    /// <summary>0, 1, 2 … within the session, given by the sender.</summary>
    [Id(0)]
    public required long Sequence { get; init; }

    /// <summary>What the network reads; null when the frame only generates or only ends.</summary>
    [Id(1)]
    public FrameInput? Input { get; init; }

    /// <summary>What the session generates after reading; null for nothing.</summary>
    [Id(2)]
    public GenerationRequest? Generation { get; init; }

    /// <summary>Last frame of its sequence: text that still waits is read, and the next frame starts from a zero state.</summary>
    [Id(3)]
    public bool End { get; init; }

    /// <summary>Whether outputs carry the full vector of probabilities.</summary>
    [Id(4)]
    public bool Scores { get; init; }

    /// <summary>Key of the stream in namespace <c>rnn.out</c> that the answer goes to; null for what the session was opened with.</summary>
    [Id(5)]
    public string? ReplyTo { get; init; }

    /// <summary>
    /// The sender has all answers up to this sequence number, −1 for none, and the session keeps those behind it, also through a crash.
    /// By default the sender does not say, and the session keeps the newest ones for a while.
    /// </summary>
    [Id(6)]
    public long AnsweredThrough { get; init; } = AnswersUnknown;

    /// <summary>
    /// How the session is opened when this frame, its first, finds none. Clients put it into frame 0, so that a session which is played
    /// again from its start is the same session. Null to open it with defaults.
    /// </summary>
    [Id(7)]
    public Sessions.OpenRequest? Opening { get; init; }

    /// <summary>
    /// A random number that the answer repeats; 0 for none. Senders that number their frames without knowing of each other see by it whose
    /// frame was taken.
    /// </summary>
    [Id(8)]
    public long Writer { get; init; }

    /// <summary>
    /// The sender's activity that this frame is part of, as W3C Trace Context writes it in <c>traceparent</c>; null when it is not traced.
    /// What is none is treated as null.
    /// </summary>
    [Id(9)]
    public string? TraceParent { get; init; }
}
