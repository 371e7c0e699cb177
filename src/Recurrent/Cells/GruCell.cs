using System.Numerics.Tensors;
using RnnCluster.Recurrent.Kernels;

namespace RnnCluster.Recurrent.Cells;

/// <summary>
/// Gated recurrent unit: <c>r, z = σ(x_t·W + h_{t-1}·W' + b)</c>, <c>n = tanh(x_t·W_n + b_n + r ⊙ (h_{t-1}·W'_n + b'_n))</c>,
/// <c>h_t = n + z ⊙ (h_{t-1} − n)</c>.
/// </summary>
/// <remarks>
/// Cho et al., 2014, in the form of PyTorch's <c>nn.GRU</c> and cuDNN: the candidate's hidden bias stands inside the product with
/// the reset gate. A row of the working space is <c>[r | z | x_t·W_n | h_{t-1}·W'_n]</c>.
/// </remarks>
internal sealed class GruCell : RecurrentCell
{
    private readonly IMatrixKernel _kernel;
    private readonly PackedMatrix _inputWeights;
    private readonly PackedMatrix _hiddenGateWeights;
    private readonly PackedMatrix _hiddenCandidateWeights;
    private readonly AlignedBuffer _bias;

    public GruCell(CellWeights weights, IMatrixKernel kernel)
        : base(weights.HiddenSize)
    {
        _kernel = kernel;
        _inputWeights = GatePacking.Weights(weights.InputWeights, weights.InputSize, HiddenSize, 0, 1, 2);
        _hiddenGateWeights = GatePacking.Weights(weights.HiddenWeights, HiddenSize, HiddenSize, 0, 1);
        _hiddenCandidateWeights = GatePacking.Weights(weights.HiddenWeights, HiddenSize, HiddenSize, 2);
        _bias = new AlignedBuffer(GateStride);
        for (var gate = 0; gate < 3; gate++)
        {
            GatePacking.AddBias(weights.InputBias, HiddenSize, gate, _bias.Span[(gate * HiddenStride)..]);
        }

        GatePacking.AddBias(weights.HiddenBias, HiddenSize, 0, _bias.Span);
        GatePacking.AddBias(weights.HiddenBias, HiddenSize, 1, _bias.Span[HiddenStride..]);
        GatePacking.AddBias(weights.HiddenBias, HiddenSize, 2, _bias.Span[(3 * HiddenStride)..]);
    }

    public override int GateStride => 4 * HiddenStride;

    public override void Step(int rows, RowBlock inputs, RowBlock hidden, RowBlock cell, RowBlock gates)
    {
        gates.Fill(rows, _bias.Span);
        _kernel.MultiplyAdd(rows, inputs, _inputWeights, gates);
        _kernel.MultiplyAdd(rows, hidden, _hiddenGateWeights, gates);
        _kernel.MultiplyAdd(rows, hidden, _hiddenCandidateWeights, gates.From(3 * HiddenStride));
        for (var row = 0; row < rows; row++)
        {
            var sums = gates.Row(row, GateStride);
            var sigmoids = sums[..(2 * HiddenStride)];
            var r = sums[..HiddenStride];
            var z = sums.Slice(HiddenStride, HiddenStride);
            var n = sums.Slice(2 * HiddenStride, HiddenStride);
            var candidate = sums[(3 * HiddenStride)..];
            var h = hidden.Row(row, HiddenStride);
            TensorPrimitives.Sigmoid(sigmoids, sigmoids);
            TensorPrimitives.MultiplyAdd(r, candidate, n, n);
            TensorPrimitives.Tanh(n, n);
            TensorPrimitives.Subtract(h, n, h);
            TensorPrimitives.MultiplyAdd(z, h, n, h);
            ClearPadding(h);
        }
    }
}
