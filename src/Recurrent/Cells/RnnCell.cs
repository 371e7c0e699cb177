using System.Numerics.Tensors;
using RnnCluster.Recurrent.Kernels;
using RnnCluster.Recurrent.Networks;

namespace RnnCluster.Recurrent.Cells;

/// <summary>Elman's cell: <c>h_t = f(x_t·W + h_{t-1}·W' + b)</c>, <c>f</c> is tanh or ReLU.</summary>
/// <remarks>Elman, "Finding structure in time", 1990; PyTorch's <c>nn.RNN</c>. <c>b</c> is the sum of both PyTorch biases.</remarks>
internal sealed class RnnCell : RecurrentCell
{
    private readonly bool _relu;
    private readonly IMatrixKernel _kernel;
    private readonly PackedMatrix _inputWeights;
    private readonly PackedMatrix _hiddenWeights;
    private readonly AlignedBuffer _bias;

    public RnnCell(CellKind kind, CellWeights weights, IMatrixKernel kernel)
        : base(weights.HiddenSize)
    {
        _relu = kind == CellKind.RnnRelu;
        _kernel = kernel;
        _inputWeights = GatePacking.Weights(weights.InputWeights, weights.InputSize, HiddenSize, 0);
        _hiddenWeights = GatePacking.Weights(weights.HiddenWeights, HiddenSize, HiddenSize, 0);
        _bias = new AlignedBuffer(GateStride);
        GatePacking.AddBias(weights.InputBias, HiddenSize, 0, _bias.Span);
        GatePacking.AddBias(weights.HiddenBias, HiddenSize, 0, _bias.Span);
    }

    public override int GateStride => HiddenStride;

    public override void Step(int rows, RowBlock inputs, RowBlock hidden, RowBlock cell, RowBlock gates)
    {
        gates.Fill(rows, _bias.Span);
        _kernel.MultiplyAdd(rows, inputs, _inputWeights, gates);
        _kernel.MultiplyAdd(rows, hidden, _hiddenWeights, gates);
        for (var row = 0; row < rows; row++)
        {
            var sums = gates.Row(row, HiddenStride);
            var h = hidden.Row(row, HiddenStride);
            if (_relu)
            {
                TensorPrimitives.Max(sums, 0f, h);
            }
            else
            {
                TensorPrimitives.Tanh(sums, h);
            }

            ClearPadding(h);
        }
    }
}
