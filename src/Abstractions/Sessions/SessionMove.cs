namespace RnnCluster.Abstractions.Sessions;

/// <summary>A session that goes to another silo, or is there.</summary>
/// <param name="Session">Its key.</param>
/// <param name="From">The silo that it is on, <c>host:port</c>.</param>
/// <param name="To">The silo that it goes to; the same one when it is there.</param>
[GenerateSerializer, Immutable, Alias("rnn.SessionMove")]
public sealed record SessionMove(
    [property: Id(0)] string Session,
    [property: Id(1)] string From,
    [property: Id(2)] string To)
{
    /// <summary>Whether it has arrived.</summary>
    public bool IsThere => From == To;
}
