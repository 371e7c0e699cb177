using RnnCluster.Recurrent.FeedForward;
using RnnCluster.Recurrent.Kernels;
using RnnCluster.Recurrent.Networks;
using RnnCluster.Recurrent.Tokenizers;

namespace RnnCluster.Recurrent.Packages;

/// <summary>What reads a source and sets a decoder's first state. Immutable and thread-safe.</summary>
public sealed class SourceEncoder
{
    internal SourceEncoder(PackageContents contents, IStepKernel kernel)
    {
        var shape = contents.Shape;
        Reader = contents.SourceReader;
        Layers = shape.Sequence is { } sequence ? new SequenceNetwork(sequence, contents.Tensors, kernel, contents.WeightFormat) : null;
        Memory = shape.Memory is { } memory ? new FeedForwardNetwork(memory, contents.Tensors, kernel) : null;
        FirstState = new FeedForwardNetwork(shape.Bridge ?? shape.FeedForward!, contents.Tensors, kernel);
        EndRows = contents.Manifest.Encoder!.End is { } end ? Reader?.Encoder.EncodeEntry(end) : null;
    }

    /// <summary>What makes inputs of the source's text; null for feature vectors.</summary>
    public TokenReader? Reader { get; }

    /// <summary>The recurrent layers that read the source; null for a feed-forward encoder.</summary>
    public SequenceNetwork? Layers { get; }

    /// <summary>Makes the attention memory of what <see cref="Layers"/> give at each position; null without attention.</summary>
    public FeedForwardNetwork? Memory { get; }

    /// <summary>
    /// Makes the decoder's <c>h_0</c>, <c>[layers, hidden]</c>: of the top layer's last <c>[→h ; ←h]</c>, or of the vector itself.
    /// </summary>
    public FeedForwardNetwork FirstState { get; }

    /// <summary>Rows of the token that is read behind every source; null for none.</summary>
    public int[]? EndRows { get; }

    /// <summary>Length of the vectors that it reads; 0 for tokens.</summary>
    public int FeatureSize => Layers?.Shape.FeatureSize ?? FirstState.InputSize;
}
