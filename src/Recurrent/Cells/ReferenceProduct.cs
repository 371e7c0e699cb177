using RnnCluster.Recurrent.Kernels;

namespace RnnCluster.Recurrent.Cells;

/// <summary>A matrix as PyTorch stores it, rounded to a format, and its product as plain loops.</summary>
internal sealed class ReferenceProduct
{
    private readonly float[] _weights;
    private readonly float[] _scales;
    private readonly int _outputs;

    /// <param name="weights">Row-major <c>[outputs, inputs]</c>.</param>
    /// <param name="outputs">Rows.</param>
    /// <param name="format">What the weights are rounded to.</param>
    public ReferenceProduct(float[] weights, int outputs, WeightFormat format)
    {
        var inputs = weights.Length / outputs;
        _outputs = outputs;
        _scales = format == WeightFormat.Int8 ? [.. weights.Chunk(inputs).Select(row => WeightRounding.Int8Scale(row))] : [];
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
            var weights = _weights.AsSpan(output * (_weights.Length / _outputs), end)[first..];
            ref var sum = ref sums[place(output)];
            sum = _scales.Length > 0 ? AddBytes(x[first..end], weights, _scales[output], sum) : AddFloats(x[first..end], weights, sum);
        }
    }

    private static float AddFloats(ReadOnlySpan<float> x, ReadOnlySpan<float> weights, float sum)
    {
        for (var input = 0; input < x.Length; input++)
        {
            sum = MathF.FusedMultiplyAdd(x[input], weights[input], sum);
        }

        return sum;
    }

    private static float AddBytes(ReadOnlySpan<float> x, ReadOnlySpan<float> weights, float scale, float start)
    {
        var range = InputRange.Of(x);
        var sum = 0;
        for (var input = 0; input < x.Length; input++)
        {
            sum += (range.Round(x[input]) - range.Zero) * (int)weights[input];
        }

        return MathF.FusedMultiplyAdd(sum, range.Scale * scale, start);
    }
}
