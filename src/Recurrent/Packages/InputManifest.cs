namespace RnnCluster.Recurrent.Packages;

/// <summary>What a model reads at each step.</summary>
public sealed record InputManifest
{
    /// <summary>Tokens or vectors.</summary>
    public required InputKind Kind { get; init; }

    /// <summary>
    /// Length of the input vector, from 1 to <see cref="PackageLimits.FeatureSize"/>; only for <see cref="InputKind.Features"/>.
    /// </summary>
    public int? Size { get; init; }

    /// <summary>
    /// Rows of the tensor <c>embedding.weight</c>, from 1 to <see cref="PackageLimits.VocabularySize"/>; only for tokens.
    /// </summary>
    public int? VocabularySize { get; init; }

    /// <summary>
    /// Columns of <c>embedding.weight</c>, from 1 to <see cref="PackageLimits.EmbeddingSize"/>; only for tokens.
    /// </summary>
    public int? EmbeddingSize { get; init; }

    /// <summary>Further embeddings of the same token, put behind its own in this order; only for tokens.</summary>
    public IReadOnlyList<FeatureManifest>? Features { get; init; }

    /// <summary>That the vector is an image; only for <see cref="InputKind.Features"/> that a feed-forward network reads.</summary>
    public ImageManifest? Image { get; init; }

    /// <summary>That the vector is a chord, an element a note; only for <see cref="InputKind.Features"/>.</summary>
    public PianoRollManifest? PianoRoll { get; init; }
}
