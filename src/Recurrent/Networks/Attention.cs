using RnnCluster.Recurrent.Kernels;

namespace RnnCluster.Recurrent.Networks;

/// <summary>
/// Dot attention over the source (Luong et al., 2015, https://arxiv.org/abs/1508.04025): <c>α = softmax(h_t·M_s)</c>,
/// <c>c_t = Σ α_s M_s</c>, <c>a_t = tanh([c_t ; h_t]·W + b)</c>.
/// </summary>
/// <remarks>A row that has no memory attends to nothing: its context is zero.</remarks>
internal sealed class Attention
{
    private readonly Linear _combine;

    public Attention(NetworkShape shape, IReadOnlyDictionary<string, float[]> tensors, IStepKernel kernel, WeightFormat format)
    {
        Size = shape.HiddenSize;
        Stride = Lanes.Pad(Size);
        CombinedStride = Lanes.Pad(2 * Size);
        _combine = new Linear("attention", 2 * Size, Size, tensors, kernel, format);
    }

    /// <summary>Length of <c>h_t</c>, <c>M_s</c>, <c>c_t</c> and <c>a_t</c>.</summary>
    public int Size { get; }

    public int Stride { get; }

    /// <summary>Floats of <c>[c_t ; h_t]</c>, padded.</summary>
    public int CombinedStride { get; }

    /// <summary>Makes <c>a_t</c> of every row.</summary>
    /// <param name="memories">A memory for each row, or null.</param>
    /// <param name="hidden"><c>h_t</c> of the top layer, <c>[rows, Stride]</c>, padding zero.</param>
    /// <param name="combined">Working space, <c>[rows, CombinedStride]</c>.</param>
    /// <param name="attentional"><c>a_t</c>, <c>[rows, Stride]</c>; padding becomes zero.</param>
    /// <param name="scores">Working space, at least as long as the longest memory.</param>
    public void Apply(
        ReadOnlySpan<AttentionMemory?> memories, RowBlock hidden, RowBlock combined, RowBlock attentional, Span<float> scores)
    {
        for (var row = 0; row < memories.Length; row++)
        {
            // The context is written padded, then h_t over its padding.
            var query = hidden.Row(row, Stride);
            var both = combined.Row(row, CombinedStride);
            if (memories[row] is { Positions: > 0 } memory)
            {
                var weights = scores[..memory.Positions];
                AttentionKernel.Scores(query, memory.Values, weights);
                OutputActivations.Softmax(weights, weights);
                AttentionKernel.Mix(weights, memory.Values, both[..Stride]);
            }
            else
            {
                both[..Size].Clear();
            }

            query[..Size].CopyTo(both[Size..]);
        }

        _combine.Apply(memories.Length, combined, attentional);
        for (var row = 0; row < memories.Length; row++)
        {
            var values = attentional.Row(row, Stride);
            SpanMath.Tanh(values, values);
            values[Size..].Clear();
        }
    }
}
