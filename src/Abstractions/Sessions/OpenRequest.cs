namespace RnnCluster.Abstractions.Sessions;

/// <summary>What can be said when a session is opened.</summary>
[GenerateSerializer, Immutable, Alias("rnn.OpenRequest")]
public sealed record OpenRequest
{
    /// <summary>Key of the stream in namespace <c>rnn.out</c> that outputs go to; null for the session's own.</summary>
    [Id(0)]
    public string? ReplyTo { get; init; }

    /// <summary>Seed of random sampling; null for one that follows from the session's key. Counts only for a new session.</summary>
    [Id(1)]
    public ulong? Seed { get; init; }

    /// <summary>When the session's state is stored. Counts only for a new session.</summary>
    [Id(2)]
    public SessionDurability Durability { get; init; }

    /// <summary>Whether the session must be there already: a new one is refused with <see cref="Frames.ErrorCodes.UnknownSession"/>.</summary>
    [Id(3)]
    public bool MustExist { get; init; }

    /// <summary>
    /// The sender has all answers up to this sequence number, and is sent those behind it once more; null when it does not know of any
    /// answers and asks for none.
    /// </summary>
    [Id(4)]
    public long? AnsweredThrough { get; init; }

    /// <summary>
    /// What <see cref="SessionPosition.Incarnation"/> said when the session was opened, so that it stays the same one when its frames have to
    /// be sent again from the first; null before. Counts only for a new session.
    /// </summary>
    [Id(5)]
    public long? Incarnation { get; init; }

    /// <summary>The version of the model that the session is on; null for what new sessions get. Counts only for a new session.</summary>
    [Id(6)]
    public string? ModelVersion { get; init; }
}
