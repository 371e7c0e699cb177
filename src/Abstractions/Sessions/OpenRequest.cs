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
}
