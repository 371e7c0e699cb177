namespace RnnCluster.Cli.Load;

/// <summary>When the frames of an open loop are due: evenly spaced, round robin over the sessions.</summary>
/// <param name="start">Timestamp of the first frame.</param>
/// <param name="framesPerSecond">Over all sessions.</param>
/// <param name="seconds">How long frames are due.</param>
/// <param name="sessions">How many sessions take turns.</param>
/// <param name="frequency">Timestamps a second.</param>
internal sealed class OpenSchedule(long start, double framesPerSecond, double seconds, int sessions, long frequency)
{
    private readonly double _spacing = frequency / framesPerSecond;

    /// <summary>Number of frames.</summary>
    public long Frames { get; } = (long)Math.Ceiling(framesPerSecond * seconds);

    /// <summary>When a frame is due.</summary>
    public long DueAt(long frame) => start + (long)(frame * _spacing);

    /// <summary>When frame number <paramref name="ordinal"/> of one session is due.</summary>
    public long DueAt(int session, long ordinal) => DueAt(session + ordinal * sessions);

    /// <summary>The session whose turn a frame is.</summary>
    public int SessionOf(long frame) => (int)(frame % sessions);
}
