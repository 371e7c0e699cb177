using RnnCluster.Recurrent.Networks;

namespace RnnCluster.Recurrent.Packages;

/// <summary>What a model puts out at each step.</summary>
public sealed record HeadManifest
{
    /// <summary>Number of logits, from 1 to <see cref="PackageLimits.HeadSize"/>.</summary>
    public required int Size { get; init; }

    /// <summary>What turns logits into scores.</summary>
    public required OutputActivation Activation { get; init; }

    /// <summary>The file of the classes' names, one for each logit.</summary>
    public string? Labels { get; init; }
}
