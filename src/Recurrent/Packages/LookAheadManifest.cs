namespace RnnCluster.Recurrent.Packages;

/// <summary>A model that hears some tokens more before it says its output for one.</summary>
public sealed record LookAheadManifest
{
    /// <summary>
    /// Tokens that it reads beyond the one that it answers, from 1 to <see cref="PackageLimits.LookAheadSteps"/>: what it puts out
    /// after token t belongs to token t − steps.
    /// </summary>
    public required int Steps { get; init; }

    /// <summary>The token that it reads that many times at the end of a sequence.</summary>
    public required string End { get; init; }
}
