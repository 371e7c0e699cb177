using RnnCluster.Recurrent.Kernels;

namespace RnnCluster.Recurrent.Cells;

/// <summary>A matrix as PyTorch stores it, rounded to a format, and its product as plain loops.</summary>
internal sealed class ReferenceProduct
{
    private readonly float[] _weights;
    private readonly float[] _scales;
    private readonly int _outputs;
    private readonly bool _isScaled;

    /// <param name="weights">Row-major <c>[outputs, inputs]</c>.</param>
    /// <param name="outputs">Rows.</param>
    /// <param name="format">What the weights are rounded to.</param>
    public ReferenceProduct(float[] weights, int outputs, WeightFormat format)
    {
        var inputs = weights.Length / outputs;
        _outputs = outputs;
        _isScaled = format == WeightFormat.Int8;
        _scales = _isScaled ? [.. weights.Chunk(inputs).Select(row => WeightRounding.Int8Scale(row))] : [];
        _weights =
        [
            .. weights.Select((weight, index) => format switch
            {
                WeightFormat.Float32 => weight,
                WeightFormat.BFloat16 => WeightRounding.FromBFloat16(WeightRounding.ToBFloat16(weight)),
                _ => WeightRounding.ToInt8(weight, _scales[index / inputs]),
            }),
        ];
    }

    /// <summary>Adds the products of the inputs from <paramref name="first"/> up to <paramref name="end"/>, in ascending order.</summary>
    public void AddTo(float[] sums, ReadOnlySpan<float> x, int first, int end, Func<int, int> place)
    {
        for (var output = 0; output < _outputs && first < end; output++)
        {
            var start = sums[place(output)];
            var sum = _isScaled ? 0 : start;
            for (var input = first; input < end; input++)
            {
                sum = MathF.FusedMultiplyAdd(x[input], _weights[output * (_weights.Length / _outputs) + input], sum);
            }

            sums[place(output)] = _isScaled ? MathF.FusedMultiplyAdd(sum, _scales[output], start) : sum;
        }
    }
}
