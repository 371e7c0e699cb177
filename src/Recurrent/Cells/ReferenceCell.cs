using RnnCluster.Recurrent.Kernels;
using RnnCluster.Recurrent.Networks;

namespace RnnCluster.Recurrent.Cells;

/// <summary>The cells as plain loops over PyTorch's tensors: what the vector cells must compute, to the bit.</summary>
/// <remarks>A row of sums is in PyTorch's order: the gates one after the other, and GRU's hidden half of the candidate behind them.</remarks>
internal sealed unsafe class ReferenceCell(CellKind kind, CellWeights weights, WeightFormat format)
    : RecurrentCell(weights.InputSize, weights.HiddenSize, Slots(kind))
{
    private readonly int _gates = weights.InputBias.Length / weights.HiddenSize;
    private readonly ReferenceProduct _inputProduct = new(weights.InputWeights, weights.InputBias.Length, format);
    private readonly ReferenceProduct _hiddenProduct = new(weights.HiddenWeights, weights.HiddenBias.Length, format);

    public override void Step(in CellRows rows)
    {
        for (var row = 0; row < rows.Count; row++)
        {
            var x = rows.Inputs.Pointer == null ? default : rows.Inputs.Row(row, InputSize);
            var h = rows.Previous.Row(row, HiddenSize);
            var sums = Start(rows, row);
            _inputProduct.AddTo(sums, x, rows.ProjectedInputs, InputSize, slot => slot);

            // The candidate of a GRU keeps what comes from the hidden state apart.
            _hiddenProduct.AddTo(sums, h, 0, HiddenSize, slot => kind == CellKind.Gru && slot / HiddenSize == 2 ? slot + HiddenSize : slot);
            for (var j = 0; j < HiddenSize; j++)
            {
                Apply(sums, j, h[j], rows.Cell.Pointer + (nint)row * rows.Cell.Stride + j, rows.Hidden.Row(row, HiddenSize));
            }

            rows.Hidden.Row(row, HiddenStride)[HiddenSize..].Clear();
        }
    }

    public override void Project(int rows, int first, int count, RowBlock x, RowBlock starts)
    {
        for (var row = 0; row < rows; row++)
        {
            var sums = first == 0 ? Bias() : new float[Slots(kind) * HiddenSize];
            _inputProduct.AddTo(sums, [.. new float[first], .. x.Row(row, count)], first, first + count, slot => slot);
            sums.CopyTo(starts.Row(row, StartStride));
        }
    }

    private static int Slots(CellKind kind) => kind is CellKind.Gru or CellKind.Lstm ? 4 : 1;

    private float[] Start(in CellRows rows, int row) => rows.Starts == null
        ? Bias()
        : new ReadOnlySpan<float>(rows.Starts[row], Slots(kind) * HiddenSize).ToArray();

    private float[] Bias()
    {
        var sums = new float[Slots(kind) * HiddenSize];
        for (var j = 0; j < _gates * HiddenSize; j++)
        {
            var isCandidate = kind == CellKind.Gru && j / HiddenSize == 2;
            sums[j] += weights.InputBias[j] + (isCandidate ? 0 : weights.HiddenBias[j]);
            if (isCandidate)
            {
                sums[j + HiddenSize] = weights.HiddenBias[j];
            }
        }

        return sums;
    }

    private void Apply(float[] sums, int j, float previous, float* cell, Span<float> hidden)
    {
        switch (kind)
        {
            case CellKind.RnnTanh:
                hidden[j] = ExponentialMath.Tanh(sums[j]);
                break;
            case CellKind.RnnRelu:
                hidden[j] = RectifierFunction.Apply(sums[j]);
                break;
            case CellKind.Gru:
                var r = ExponentialMath.Sigmoid(sums[j]);
                var z = ExponentialMath.Sigmoid(sums[HiddenSize + j]);
                var n = ExponentialMath.Tanh(MathF.FusedMultiplyAdd(r, sums[3 * HiddenSize + j], sums[2 * HiddenSize + j]));
                hidden[j] = MathF.FusedMultiplyAdd(z, previous - n, n);
                break;
            default:
                var written = ExponentialMath.SigmoidTanh(sums[j], sums[2 * HiddenSize + j]);
                *cell = MathF.FusedMultiplyAdd(ExponentialMath.Sigmoid(sums[HiddenSize + j]), *cell, written);
                hidden[j] = ExponentialMath.SigmoidTanh(sums[3 * HiddenSize + j], *cell);
                break;
        }
    }
}
