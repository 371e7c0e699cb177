namespace RnnCluster.Recurrent.Packages;

/// <summary>
/// The largest sizes that a model package may have. They bound what a hostile or broken package can make a silo allocate.
/// </summary>
public static class PackageLimits
{
    /// <summary>Stacked recurrent layers.</summary>
    public const int Layers = 64;

    /// <summary>Length of <c>h</c> of one layer and direction.</summary>
    public const int HiddenSize = 16_384;

    /// <summary>Length of one row of an embedding table.</summary>
    public const int EmbeddingSize = 16_384;

    /// <summary>Length of a dense input vector.</summary>
    public const int FeatureSize = 65_536;

    /// <summary>Token features beside the token itself.</summary>
    public const int TokenFeatures = 16;

    /// <summary>Code points of a prefix or suffix.</summary>
    public const int AffixLength = 16;

    /// <summary>Entries of a vocabulary.</summary>
    public const int VocabularySize = 4_000_000;

    /// <summary>Logits of a head.</summary>
    public const int HeadSize = 4_000_000;

    /// <summary>Tokens of one generated text.</summary>
    public const int MaxTokens = 1_000_000;

    /// <summary>Tokens that a model may hear beyond the one that it answers.</summary>
    public const int LookAheadSteps = 64;

    /// <summary>Hypotheses of one beam search.</summary>
    public const int Beams = 64;

    /// <summary>Modules of a feed-forward network.</summary>
    public const int Modules = 256;

    /// <summary>Channels, kernel sizes, strides and paddings of a feed-forward network.</summary>
    public const int ModuleSize = 16_384;

    /// <summary>MIDI pitches.</summary>
    public const int Notes = 128;

    /// <summary>Vectors of a piano roll in the time of a quarter note.</summary>
    public const int StepsPerQuarter = 480;

    /// <summary>Size of <c>model.json</c>.</summary>
    public const int ManifestBytes = 1 << 20;

    /// <summary>Size of a vocabulary or label file.</summary>
    public const int StringListBytes = 256 << 20;

    /// <summary>Size of the JSON header of a safetensors file.</summary>
    public const int SafetensorsHeaderBytes = 16 << 20;
}
