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

    /// <summary>The recurrent cell of every layer.</summary>
    public required CellKind Cell { get; init; }

    /// <summary>Stacked recurrent layers, from 1 to <see cref="PackageLimits.Layers"/>.</summary>
    public required int Layers { get; init; }

    /// <summary>Length of <c>h</c> of one layer and direction, from 1 to <see cref="PackageLimits.HiddenSize"/>.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>Whether every layer also runs backward in time; not for generation. Default false.</summary>
    public bool Bidirectional { get; init; }

    /// <summary>The dropout probability of training, from 0 to 1, for the record: serving drops nothing. Default 0.</summary>
    public float Dropout { get; init; }

    /// <summary>What the model reads.</summary>
    public required InputManifest Input { get; init; }

    /// <summary>What cuts text into tokens; given exactly when the input is tokens.</summary>
    public TokenizerManifest? Tokenizer { get; init; }

    /// <summary>What the model puts out.</summary>
    public required HeadManifest Head { get; init; }

    /// <summary>How it generates; given exactly when the topology is one-to-many.</summary>
    public SamplingManifest? Sampling { get; init; }

    /// <summary>How good it is.</summary>
    public MetricManifest? Metric { get; init; }
}
