namespace RnnCluster.Silo.Gateway.Rest;

/// <summary>Body of a request that names a snapshot.</summary>
internal sealed record NameRequest
{
    /// <summary>The snapshot's name, as short and plain as an id.</summary>
    public required string Name { get; init; }
}
