using RnnCluster.Recurrent.Networks;

namespace RnnCluster.Recurrent.Cells;

/// <summary>The cells as their equations read, one scalar at a time on PyTorch's own layout: what the packed cells are held to.</summary>
internal static class CellReference
{
    /// <summary>One step of one sequence.</summary>
    /// <param name="kind">The cell.</param>
    /// <param name="weights">Unpacked tensors.</param>
    /// <param name="x"><c>x_t</c>, <c>[input]</c>.</param>
    /// <param name="h"><c>h_{t-1}</c>, <c>[hidden]</c>; becomes <c>h_t</c>.</param>
    /// <param name="c"><c>c_{t-1}</c>, <c>[hidden]</c>; becomes <c>c_t</c>. Empty but for LSTM.</param>
    public static void Step(CellKind kind, CellWeights weights, ReadOnlySpan<float> x, Span<float> h, Span<float> c)
    {
        var hidden = weights.HiddenSize;
        var fromInput = Affine(weights.InputWeights, weights.InputBias, x);
        var fromHidden = Affine(weights.HiddenWeights, weights.HiddenBias, h);
        for (var j = 0; j < hidden; j++)
        {
            switch (kind)
            {
                case CellKind.RnnTanh:
                    h[j] = MathF.Tanh(fromInput[j] + fromHidden[j]);
                    break;
                case CellKind.RnnRelu:
                    h[j] = MathF.Max(fromInput[j] + fromHidden[j], 0);
                    break;
                case CellKind.Gru:
                    var r = Sigmoid(fromInput[j] + fromHidden[j]);
                    var z = Sigmoid(fromInput[hidden + j] + fromHidden[hidden + j]);
                    var n = MathF.Tanh(fromInput[2 * hidden + j] + r * fromHidden[2 * hidden + j]);
                    h[j] = (1 - z) * n + z * h[j];
                    break;
                case CellKind.Lstm:
                    var i = Sigmoid(fromInput[j] + fromHidden[j]);
                    var f = Sigmoid(fromInput[hidden + j] + fromHidden[hidden + j]);
                    var g = MathF.Tanh(fromInput[2 * hidden + j] + fromHidden[2 * hidden + j]);
                    var o = Sigmoid(fromInput[3 * hidden + j] + fromHidden[3 * hidden + j]);
                    c[j] = f * c[j] + i * g;
                    h[j] = o * MathF.Tanh(c[j]);
                    break;
                default:
                    throw new ArgumentOutOfRangeException(nameof(kind), kind, "no such cell");
            }
        }
    }

    /// <summary><c>weights · x + bias</c> for row-major weights <c>[outputs, x.Length]</c>.</summary>
    public static float[] Affine(float[] weights, float[] bias, ReadOnlySpan<float> x)
    {
        var sums = new float[bias.Length];
        for (var j = 0; j < sums.Length; j++)
        {
            var sum = bias[j];
            for (var i = 0; i < x.Length; i++)
            {
                sum += weights[j * x.Length + i] * x[i];
            }

            sums[j] = sum;
        }

        return sums;
    }

    public static float Sigmoid(float x) => 1 / (1 + MathF.Exp(-x));
}
