namespace RnnCluster.Silo.Gateway.Sockets.Messages;

/// <summary>Names a session of the socket.</summary>
internal sealed record NamedMessage
{
    /// <summary>The session's id.</summary>
    public required string Session { get; init; }
}
