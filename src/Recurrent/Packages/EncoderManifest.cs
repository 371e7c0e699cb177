using RnnCluster.Recurrent.FeedForward;
using RnnCluster.Recurrent.Networks;

namespace RnnCluster.Recurrent.Packages;

/// <summary>What reads the source; its tensors' names begin with <c>encoder.</c>.</summary>
public sealed record EncoderManifest
{
    /// <summary>Recurrent layers or a feed-forward network.</summary>
    public required EncoderKind Kind { get; init; }

    /// <summary>The cell of every layer; given exactly for recurrent encoders, as are the three below.</summary>
    public CellKind? Cell { get; init; }

    /// <summary>Stacked recurrent layers, from 1 to <see cref="PackageLimits.Layers"/>.</summary>
    public int? Layers { get; init; }

    /// <summary>Length of <c>h</c> of one layer and direction, from 1 to <see cref="PackageLimits.HiddenSize"/>.</summary>
    public int? HiddenSize { get; init; }

    /// <summary>Whether every layer also runs backward in time. Default false.</summary>
    public bool Bidirectional { get; init; }

    /// <summary>The modules of a feed-forward encoder, an <c>nn.Sequential</c>; given exactly for those.</summary>
    public IReadOnlyList<FeedForwardModule>? Network { get; init; }

    /// <summary>What it reads.</summary>
    public required InputManifest Input { get; init; }

    /// <summary>What cuts the source into tokens; given exactly when its input is tokens.</summary>
    public TokenizerManifest? Tokenizer { get; init; }

    /// <summary>The token that is read behind every source; null for none.</summary>
    public string? End { get; init; }
}
