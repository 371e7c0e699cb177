using RnnCluster.Kernels.Cases;
using RnnCluster.Recurrent.Cells;
using RnnCluster.Recurrent.Kernels;

namespace RnnCluster.Kernels.Steps;

/// <summary>The step as sessions run it. The state of a step is what the next one begins with.</summary>
internal sealed class OurStep : IStep
{
    private readonly StepCase _case;
    private readonly StepTensors _tensors;
    private readonly RecurrentCell _cell;
    private readonly RowBlock _inputs;
    private readonly RowBlock _hidden;
    private readonly RowBlock _cellState;
    private readonly RowBlock _gates;
    private readonly List<AlignedBuffer> _buffers = [];
    private long _step;

    public OurStep(StepCase @case, StepTensors tensors)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual((int)@case.Weights, (int)WeightFormat.Float32, nameof(@case));
        _case = @case;
        _tensors = tensors;
        var weights = new CellWeights(
            @case.Shape.InputSize,
            @case.HiddenSize,
            tensors.Weights["rnn.weight_ih_l0"],
            tensors.Weights["rnn.weight_hh_l0"],
            tensors.Weights["rnn.bias_ih_l0"],
            tensors.Weights["rnn.bias_hh_l0"]);
        _cell = RecurrentCell.Create(@case.Cell, weights, MatrixKernels.Best);
        _inputs = Rows(Lanes.Pad(@case.Shape.InputSize));
        _hidden = Rows(_cell.HiddenStride);
        _cellState = Rows(_cell.HiddenStride);
        _gates = Rows(_cell.GateStride);
        CopyIn(tensors.Inputs, _inputs);
    }

    /// <summary>Whether token input looks products with the input weights up, rather than an embedding.</summary>
    public static bool HasPrecomputedTokens => false;

    /// <summary>The instruction path that is measured.</summary>
    public static string Path => $"{MatrixKernels.Best.VectorBits}-bit vectors";

    public void Repeat(long times)
    {
        for (var time = 0L; time < times; time++)
        {
            if (_case.Input == StepInput.Token)
            {
                Embed(_tensors.Tokens[_step++ % StepTensors.TokenSteps]);
            }

            _cell.Step(_case.Batch, _inputs, _hidden, _cellState, _gates);
        }
    }

    public void Reset(ReadOnlySpan<float> hidden, ReadOnlySpan<float> cell)
    {
        CopyIn(hidden, _hidden);
        CopyIn(cell, _cellState);
        _step = 0;
    }

    public float[] ReadHidden() => CopyOut(_hidden);

    public float[] ReadCell() => _case.HasCellState ? CopyOut(_cellState) : [];

    public void Dispose() => _buffers.Clear();

    private void Embed(int[] tokens)
    {
        var length = _case.Shape.InputSize;
        for (var row = 0; row < tokens.Length; row++)
        {
            _tensors.Embedding.AsSpan(tokens[row] * length, length).CopyTo(_inputs.Row(row, length));
        }
    }

    private RowBlock Rows(int stride)
    {
        var buffer = AlignedBuffer.ForRows(_case.Batch, stride);
        _buffers.Add(buffer);
        return new RowBlock(buffer, stride);
    }

    private void CopyIn(ReadOnlySpan<float> values, RowBlock rows)
    {
        var length = values.Length / _case.Batch;
        for (var row = 0; row < _case.Batch; row++)
        {
            values.Slice(row * length, length).CopyTo(rows.Row(row, length));
        }
    }

    private float[] CopyOut(RowBlock rows) =>
        [.. Enumerable.Range(0, _case.Batch).SelectMany(row => rows.Row(row, _case.HiddenSize).ToArray())];
}
