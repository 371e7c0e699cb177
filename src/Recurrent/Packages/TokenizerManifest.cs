namespace RnnCluster.Recurrent.Packages;

/// <summary>What cuts text into a model's tokens and gives them ids.</summary>
public sealed record TokenizerManifest
{
    /// <summary>What cuts.</summary>
    public required TokenizerKind Kind { get; init; }

    /// <summary>The file of the tokens that have an id.</summary>
    public required string Vocabulary { get; init; }

    /// <summary>The file of the merges, best first; given exactly when the kind is bpe.</summary>
    public string? Merges { get; init; }

    /// <summary>Whether the lower-cased form of a token is looked up. Default false.</summary>
    public bool Lowercase { get; init; }

    /// <summary>The entry of the vocabulary that stands for tokens without one; without it, such tokens are refused.</summary>
    public string? Unknown { get; init; }
}
