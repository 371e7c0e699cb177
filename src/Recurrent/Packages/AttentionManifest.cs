namespace RnnCluster.Recurrent.Packages;

/// <summary>A decoder's attention.</summary>
public sealed record AttentionManifest
{
    /// <summary>How the source's positions are scored.</summary>
    public required AttentionKind Kind { get; init; }
}
