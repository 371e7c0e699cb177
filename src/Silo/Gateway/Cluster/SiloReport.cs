namespace RnnCluster.Silo.Gateway.Cluster;

/// <summary>What a silo tells of itself.</summary>
[GenerateSerializer, Immutable, Alias("rnn.SiloReport")]
internal sealed record SiloReport
{
    /// <summary>Origin of its HTTP gateway as others reach it; null when that is not known.</summary>
    [Id(0)]
    public string? Address { get; init; }

    /// <summary>Sessions in its memory.</summary>
    [Id(1)]
    public int Sessions { get; init; }

    /// <summary>Rows that its engine has advanced, a token each.</summary>
    [Id(2)]
    public long Rows { get; init; }

    /// <summary>Passes that its engine has run, a batch each.</summary>
    [Id(3)]
    public long Passes { get; init; }

    /// <summary>Whether it may be killed by a request.</summary>
    [Id(4)]
    public bool MayBeKilled { get; init; }
}
