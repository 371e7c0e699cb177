using RnnCluster.Recurrent.Tokenizers;

namespace RnnCluster.Recurrent.Packages;

/// <summary>A further embedding of a token, of something that can be seen in its text.</summary>
public sealed record FeatureManifest
{
    /// <summary>Name of the embedding module; its tensor is <c>NAME.weight</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What is looked at.</summary>
    public required TokenFeatureKind Kind { get; init; }

    /// <summary>Code points of a prefix or suffix, from 1 to <see cref="PackageLimits.AffixLength"/>; not for a shape.</summary>
    public int? Length { get; init; }

    /// <summary>The file of the values that have a row; the first is <c>&lt;unk&gt;</c>, the row of all others.</summary>
    public required string Vocabulary { get; init; }

    /// <summary>Rows of the tensor, from 1 to <see cref="PackageLimits.VocabularySize"/>.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>Columns of the tensor, from 1 to <see cref="PackageLimits.EmbeddingSize"/>.</summary>
    public required int EmbeddingSize { get; init; }
}
