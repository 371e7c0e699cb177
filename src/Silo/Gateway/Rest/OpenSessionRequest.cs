using RnnCluster.Abstractions.Sessions;

namespace RnnCluster.Silo.Gateway.Rest;

/// <summary>Body of <c>POST /v1/sessions</c>.</summary>
internal sealed record OpenSessionRequest
{
    /// <summary>Name of the model.</summary>
    public required string Model { get; init; }

    /// <summary>The session's id; null for a new random one.</summary>
    public string? Id { get; init; }

    /// <summary>Seed of random sampling; null for one that follows from the session's key.</summary>
    public ulong? Seed { get; init; }

    /// <summary>When the session's state is stored. Who sends requests does not keep frames to send them again, so the default is each frame.</summary>
    public SessionDurability Durability { get; init; } = SessionDurability.EveryFrame;
}
