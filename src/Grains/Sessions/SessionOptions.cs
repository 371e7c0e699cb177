namespace RnnCluster.Grains.Sessions;

/// <summary>Bounds of sessions and their frames.</summary>
public sealed class SessionOptions
{
    /// <summary>Most sessions in the memory of one silo, 1 to 100,000,000. Default 1,000,000.</summary>
    public int SessionsLimit { get; set; } = 1_000_000;

    /// <summary>
    /// Most sessions that a silo remembers as refused, so that it tells of each once, 1 to 10,000,000. With more of them, those behind only have
    /// their frames answered. Default 65,536.
    /// </summary>
    public int RefusedSessionsLimit { get; set; } = 65_536;

    /// <summary>How long a refused session is quiet before it is told of again when it is refused again, 1 to 86,400 s. Default 60.</summary>
    public int RefusalQuietSeconds { get; set; } = 60;

    /// <summary>Most frames of one session that are not applied yet, 1 to 1,000,000. Default 1,024.</summary>
    public int InboxFramesLimit { get; set; } = 1_024;

    /// <summary>Most inputs of one frame, 1 to 10,000,000. Default 65,536.</summary>
    public int FrameStepsLimit { get; set; } = 65_536;

    /// <summary>Most inputs of a sequence that waits for its end: of a bidirectional model, or an encoder's source. 1 to 1,000,000. Default 4,096.</summary>
    public int WaitingInputsLimit { get; set; } = 4_096;

    /// <summary>Most values of the feature vectors that wait so. 1 to 1,000,000,000. Default 16,777,216 (64 MiB).</summary>
    public int WaitingValuesLimit { get; set; } = 16_777_216;

    /// <summary>Most characters of one token, 1 to 100,000. Default 4,096.</summary>
    public int TokenTextLimit { get; set; } = 4_096;

    /// <summary>Most characters of text in one frame, 1 to 10,000,000. Default 262,144.</summary>
    public int FrameTextLimit { get; set; } = 262_144;

    /// <summary>Most characters that may wait for the rest of their token, 1 to 1,000,000. Default 4,096.</summary>
    public int PendingTextLimit { get; set; } = 4_096;

    /// <summary>Most tokens that one frame may generate, 1 to 100,000,000. Default 100,000.</summary>
    public int GenerationTokensLimit { get; set; } = 100_000;

    /// <summary>Most probabilities in the answer to one frame, 1 to 1,000,000,000. Default 16,777,216 (64 MiB).</summary>
    public int AnswerValuesLimit { get; set; } = 16_777_216;

    /// <summary>
    /// Most values, an output or a probability each, of answers that a session keeps until their sender has them, 0 to 1,000,000. A
    /// session with more of them is stored when the sender has caught up. Default 16,384.
    /// </summary>
    public int RetainedValuesLimit { get; set; } = 16_384;

    /// <summary>Least time between two requests to send the same missing frames, 1 to 60,000 ms. Default 200.</summary>
    public int ResendRequestMs { get; set; } = 200;

    /// <summary>
    /// How long a reader's call waits for an answer at most, 0 to 20,000 ms; also how long it may hold up a session that leaves memory for a
    /// reason of Orleans' own. Default 4,000.
    /// </summary>
    public int ReadWaitMs { get; set; } = 4_000;

    /// <summary>How long an output may wait for room on its stream before it is dropped and logged, 0 to 600,000 ms. Default 30,000.</summary>
    public int PublishWaitMs { get; set; } = 30_000;

    /// <summary>How long a session without frames stays in memory, 1 to 86,400 s. Then it is stored and wakes on its next frame. Default 900.</summary>
    public int IdleSeconds { get; set; } = 900;

    /// <summary>A session is stored after so many frames at the latest, 1 to 1,000,000. Default 512.</summary>
    public int CheckpointFrames { get; set; } = 512;

    /// <summary>A session is stored so long after its first frame since then at the latest, 10 to 600,000 ms. Default 2,000.</summary>
    public int CheckpointMs { get; set; } = 2_000;

    /// <summary>Most records of a silo that are being written at a time, 1 to 10,000. Default 1,024.</summary>
    public int CheckpointWritesLimit { get; set; } = 1_024;

    /// <summary>How long a silo that stops may take to move its sessions to other silos, or to store them, 0 to 600,000 ms; 0 moves none. Default 20,000.</summary>
    public int DrainMs { get; set; } = 20_000;

    /// <summary>A deliberate fault, for trials of what finds faults: a frame that comes again is applied again.</summary>
    internal bool SkipsDuplicateCheck { get; set; }
}
