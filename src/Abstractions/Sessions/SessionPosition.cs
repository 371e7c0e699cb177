namespace RnnCluster.Abstractions.Sessions;

/// <summary>Where a session stands in its input.</summary>
/// <param name="Session">Its key.</param>
/// <param name="ModelVersion">The version of the model that it was opened on.</param>
/// <param name="NextSequence">The sequence number that it applies next.</param>
/// <param name="DurableThrough">Highest sequence number whose frame its sender need not keep, as outputs say it; −1 for none.</param>
/// <param name="Steps">Steps since the start of the current sequence.</param>
[GenerateSerializer, Immutable, Alias("rnn.SessionPosition")]
public sealed record SessionPosition(
    [property: Id(0)] string Session,
    [property: Id(1)] string ModelVersion,
    [property: Id(2)] long NextSequence,
    [property: Id(3)] long DurableThrough,
    [property: Id(4)] long Steps)
{
    /// <summary>Tells the session from earlier ones of the same key, which were closed.</summary>
    [Id(5)]
    public long Incarnation { get; init; }
}
