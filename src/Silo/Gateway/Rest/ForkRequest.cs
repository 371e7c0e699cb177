namespace RnnCluster.Silo.Gateway.Rest;

/// <summary>Body of <c>POST …/fork</c>.</summary>
internal sealed record ForkRequest
{
    /// <summary>Id of the new session of the same model.</summary>
    public required string Id { get; init; }
}
