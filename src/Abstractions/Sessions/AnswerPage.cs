using RnnCluster.Abstractions.Frames;

namespace RnnCluster.Abstractions.Sessions;

/// <summary>Answers that a session keeps, read from a place on, and where the session stands.</summary>
[GenerateSerializer, Immutable, Alias("rnn.AnswerPage")]
public sealed record AnswerPage
{
    /// <summary>The parts behind the place, in order, as many as fit into a message; empty when there are none yet.</summary>
    [Id(0)]
    public OutputFrame[] Answers { get; init; } = [];

    /// <summary>The sequence number that the session takes next.</summary>
    [Id(1)]
    public required long NextSequence { get; init; }

    /// <summary>Highest sequence number that a checkpoint covers, as outputs say it; −1 for none.</summary>
    [Id(2)]
    public long DurableThrough { get; init; } = -1;

    /// <summary>Whether everything behind the place is kept, or yet to come; otherwise parts between it and <see cref="Answers"/> are gone.</summary>
    [Id(3)]
    public bool IsComplete { get; init; } = true;

    /// <summary>Whether the session takes no frame now, because too many wait.</summary>
    [Id(4)]
    public bool IsFull { get; init; }
}
