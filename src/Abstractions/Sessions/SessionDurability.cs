namespace RnnCluster.Abstractions.Sessions;

/// <summary>What a session's store must have before the session goes on.</summary>
public enum SessionDurability
{
    /// <summary>
    /// A checkpoint every some frames or milliseconds, behind the session's work. A crash costs the frames since then once more, which the
    /// client sends again; no output is lost, doubled or changed.
    /// </summary>
    Interval,

    /// <summary>No checkpoint while the session works: a crash of its silo loses it. It is stored when it is paged out.</summary>
    None,

    /// <summary>An output leaves the session only when a checkpoint covers its frame.</summary>
    EveryFrame,
}
