namespace RnnCluster.Abstractions.Sessions;

/// <summary>Something that happened to a session without being asked for by a frame.</summary>
/// <param name="Kind">What it was.</param>
/// <param name="Message">What it means, and how the session goes on.</param>
/// <param name="NextSequence">The sequence number that the session applies next when it goes on.</param>
[GenerateSerializer, Immutable, Alias("rnn.SessionNotice")]
public sealed record SessionNotice(
    [property: Id(0)] SessionNoticeKind Kind,
    [property: Id(1)] string Message,
    [property: Id(2)] long NextSequence)
{
    /// <summary>
    /// Which of the sessions that had this key one after the other it is about; as <see cref="SessionPosition.Incarnation"/> says it. 0 when a
    /// session is refused that the silo knows nothing of.
    /// </summary>
    [Id(3)]
    public long Incarnation { get; init; }
}
