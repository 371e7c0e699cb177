using System.Numerics.Tensors;
using RnnCluster.Recurrent.Kernels;

namespace RnnCluster.Recurrent.Cells;

/// <summary>
/// Long short-term memory: <c>i, f, o = σ(x_t·W + h_{t-1}·W' + b)</c>, <c>g = tanh(…)</c>, <c>c_t = f ⊙ c_{t-1} + i ⊙ g</c>,
/// <c>h_t = o ⊙ tanh(c_t)</c>.
/// </summary>
/// <remarks>
/// Hochreiter and Schmidhuber, 1997, with the forget gate of Gers et al., 2000; PyTorch's <c>nn.LSTM</c>. A row of the working
/// space is <c>[i | f | o | g]</c>, so that the three sigmoid gates are one span.
/// </remarks>
internal sealed class LstmCell : RecurrentCell
{
    // Where i, f, o and g stand in PyTorch's i, f, g, o.
    private static readonly int[] GateOrder = [0, 1, 3, 2];

    private readonly IMatrixKernel _kernel;
    private readonly PackedMatrix _inputWeights;
    private readonly PackedMatrix _hiddenWeights;
    private readonly AlignedBuffer _bias;

    public LstmCell(CellWeights weights, IMatrixKernel kernel)
        : base(weights.HiddenSize)
    {
        _kernel = kernel;
        _inputWeights = GatePacking.Weights(weights.InputWeights, weights.InputSize, HiddenSize, GateOrder);
        _hiddenWeights = GatePacking.Weights(weights.HiddenWeights, HiddenSize, HiddenSize, GateOrder);
        _bias = new AlignedBuffer(GateStride);
        for (var gate = 0; gate < GateOrder.Length; gate++)
        {
            var bias = _bias.Span[(gate * HiddenStride)..];
            GatePacking.AddBias(weights.InputBias, HiddenSize, GateOrder[gate], bias);
            GatePacking.AddBias(weights.HiddenBias, HiddenSize, GateOrder[gate], bias);
        }
    }

    public override int GateStride => 4 * HiddenStride;

    public override void Step(int rows, RowBlock inputs, RowBlock hidden, RowBlock cell, RowBlock gates)
    {
        gates.Fill(rows, _bias.Span);
        _kernel.MultiplyAdd(rows, inputs, _inputWeights, gates);
        _kernel.MultiplyAdd(rows, hidden, _hiddenWeights, gates);
        for (var row = 0; row < rows; row++)
        {
            var sums = gates.Row(row, GateStride);
            var sigmoids = sums[..(3 * HiddenStride)];
            var i = sums[..HiddenStride];
            var f = sums.Slice(HiddenStride, HiddenStride);
            var o = sums.Slice(2 * HiddenStride, HiddenStride);
            var g = sums[(3 * HiddenStride)..];
            var c = cell.Row(row, HiddenStride);
            var h = hidden.Row(row, HiddenStride);
            TensorPrimitives.Sigmoid(sigmoids, sigmoids);
            TensorPrimitives.Tanh(g, g);
            TensorPrimitives.Multiply(i, g, g);
            TensorPrimitives.MultiplyAdd(f, c, g, c);
            TensorPrimitives.Tanh(c, h);
            TensorPrimitives.Multiply(o, h, h);
            ClearPadding(c);
            ClearPadding(h);
        }
    }
}
