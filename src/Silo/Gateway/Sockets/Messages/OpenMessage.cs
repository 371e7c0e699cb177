using RnnCluster.Abstractions.Sessions;

namespace RnnCluster.Silo.Gateway.Sockets.Messages;

/// <summary>Opens a session, or finds it open.</summary>
internal sealed record OpenMessage
{
    /// <summary>Name of the model.</summary>
    public required string Model { get; init; }

    /// <summary>The session's id; null for a new random one.</summary>
    public string? Session { get; init; }

    /// <summary>Seed of random sampling; null for one that follows from the session's key.</summary>
    public ulong? Seed { get; init; }

    /// <summary>When the session's state is stored.</summary>
    public SessionDurability Durability { get; init; }

    /// <summary>The version of the model; null for what new sessions get.</summary>
    public string? Version { get; init; }
}
