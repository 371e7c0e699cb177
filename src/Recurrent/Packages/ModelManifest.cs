using RnnCluster.Recurrent.FeedForward;
using RnnCluster.Recurrent.Kernels;
using RnnCluster.Recurrent.Networks;

namespace RnnCluster.Recurrent.Packages;

/// <summary>The contents of <c>model.json</c>: what a model is, beside its weights.</summary>
public sealed record ModelManifest
{
    /// <summary>The model's name: lower-case letters, digits and hyphens, at most 63.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// The version: letters, digits, dots, plus signs and hyphens, at most 32. A published version never changes.
    /// </summary>
    public required string Version { get; init; }

    /// <summary>What the model does, in a sentence or two.</summary>
    public string? Description { get; init; }

    /// <summary>The licence of the weights.</summary>
    public required string Licence { get; init; }

    /// <summary>How outputs answer inputs.</summary>
    public required Topology Topology { get; init; }

    /// <summary>The recurrent cell of every layer; given unless the topology is one-to-one, as are the two below.</summary>
    public CellKind? Cell { get; init; }

    /// <summary>Stacked recurrent layers, from 1 to <see cref="PackageLimits.Layers"/>.</summary>
    public int? Layers { get; init; }

    /// <summary>Length of <c>h</c> of one layer and direction, from 1 to <see cref="PackageLimits.HiddenSize"/>.</summary>
    public int? HiddenSize { get; init; }

    /// <summary>Whether every layer also runs backward in time; not for generation. Default false.</summary>
    public bool Bidirectional { get; init; }

    /// <summary>The dropout probability of training, from 0 to 1, for the record: serving drops nothing. Default 0.</summary>
    public float Dropout { get; init; }

    /// <summary>
    /// What the weights of the recurrent layers, of the attention and of a head that is part of the step are rounded to when they are
    /// loaded; not for one-to-one. Default <see cref="WeightFormat.Float32"/>: not at all.
    /// </summary>
    public WeightFormat? Weights { get; init; }

    /// <summary>The modules of a feed-forward model, an <c>nn.Sequential</c>; given exactly when the topology is one-to-one.</summary>
    public IReadOnlyList<FeedForwardModule>? Network { get; init; }

    /// <summary>
    /// What reads the source and sets the first state; given when the topology is encoder-decoder, and for one-to-many when an image or
    /// another vector is what is generated from.
    /// </summary>
    public EncoderManifest? Encoder { get; init; }

    /// <summary>How the decoder attends to the source; only when the topology is encoder-decoder.</summary>
    public AttentionManifest? Attention { get; init; }

    /// <summary>Tokens that the model hears beyond the one that it answers; only when the topology is many-to-many.</summary>
    public LookAheadManifest? LookAhead { get; init; }

    /// <summary>What the model reads, or its decoder.</summary>
    public required InputManifest Input { get; init; }

    /// <summary>What cuts text into tokens; given exactly when the input is tokens.</summary>
    public TokenizerManifest? Tokenizer { get; init; }

    /// <summary>What the model puts out.</summary>
    public required HeadManifest Head { get; init; }

    /// <summary>How it generates; given exactly when the topology is one-to-many or encoder-decoder.</summary>
    public SamplingManifest? Sampling { get; init; }

    /// <summary>How good it is.</summary>
    public MetricManifest? Metric { get; init; }
}
