using RnnCluster.Recurrent.FeedForward;
using RnnCluster.Recurrent.Networks;

namespace RnnCluster.Recurrent.Packages;

/// <summary>The networks that a manifest describes; what a model does not have is null.</summary>
internal sealed record ModelShape
{
    /// <summary>What advances step by step: the model itself, or its decoder.</summary>
    public NetworkShape? Step { get; init; }

    /// <summary>What reads whole sequences: a bidirectional model, or a recurrent encoder.</summary>
    public NetworkShape? Sequence { get; init; }

    /// <summary>What reads one vector: a one-to-one model with its head, or an image's encoder with its bridge.</summary>
    public FeedForwardShape? FeedForward { get; init; }

    /// <summary>The head of a bidirectional model.</summary>
    public FeedForwardShape? Head { get; init; }

    /// <summary>What makes the attention memory of a recurrent encoder's outputs.</summary>
    public FeedForwardShape? Memory { get; init; }

    /// <summary>What makes the decoder's first state of a recurrent encoder's last one.</summary>
    public FeedForwardShape? Bridge { get; init; }

    /// <summary>Every tensor of the package.</summary>
    public IEnumerable<TensorShape> Tensors()
    {
        IEnumerable<FeedForwardShape?> feedForward = [FeedForward, Head, Memory, Bridge];
        IEnumerable<NetworkShape?> recurrent = [Sequence, Step];
        return recurrent.OfType<NetworkShape>().SelectMany(shape => shape.Tensors())
            .Concat(feedForward.OfType<FeedForwardShape>().SelectMany(shape => shape.Tensors()));
    }
}
