using RnnCluster.Kernels.Cases;
using RnnCluster.Recurrent.Cells;
using RnnCluster.Recurrent.Kernels;

namespace RnnCluster.Kernels.Steps;

/// <summary>The step as sessions run it. The state of a step is what the next one begins with.</summary>
/// <remarks>Tokens look their products with the input weights up; steps read the weights forward and backward in turns.</remarks>
internal sealed unsafe class OurStep : IStep
{
    private readonly StepCase _case;
    private readonly StepTensors _tensors;
    private readonly RecurrentCell _cell;
    private readonly RowBlock _inputs;
    private readonly RowBlock _products;
    private readonly RowPointers _starts;
    private readonly RowBlock _cellState;
    private readonly List<AlignedBuffer> _buffers = [];
    private RowBlock _hidden;
    private RowBlock _nextHidden;
    private long _step;

    public OurStep(StepCase @case, StepTensors tensors)
    {
        _case = @case;
        _tensors = tensors;
        var weights = new CellWeights(
            @case.Shape.InputSize,
            @case.HiddenSize,
            tensors.Weights["rnn.weight_ih_l0"],
            tensors.Weights["rnn.weight_hh_l0"],
            tensors.Weights["rnn.bias_ih_l0"],
            tensors.Weights["rnn.bias_hh_l0"]);
        _cell = StepKernels.Best.CreateCell(@case.Cell, weights, @case.Weights);
        _inputs = Rows(@case.Batch, Lanes.Pad(@case.Shape.InputSize));
        _hidden = Rows(@case.Batch, _cell.HiddenStride);
        _nextHidden = Rows(@case.Batch, _cell.HiddenStride);
        _cellState = Rows(@case.Batch, _cell.HiddenStride);
        _starts = new RowPointers(@case.Batch);
        CopyIn(tensors.Inputs, _inputs);
        if (@case.Input == StepInput.Token)
        {
            _products = Rows(StepCase.Vocabulary, _cell.StartStride);
            Project();
        }
    }

    /// <summary>The instruction path that is measured.</summary>
    public static string Path => $"{StepKernels.Best.VectorBits}-bit vectors";

    public void Repeat(long times)
    {
        for (var time = 0L; time < times; time++)
        {
            if (_case.Input == StepInput.Token)
            {
                LookUp(_tensors.Tokens[_step % StepTensors.TokenSteps]);
            }

            var isToken = _case.Input == StepInput.Token;
            _cell.Step(new CellRows
            {
                Count = _case.Batch,
                Inputs = _inputs,
                Starts = isToken ? _starts.Pointer : null,
                ProjectedInputs = isToken ? _cell.InputSize : 0,
                Previous = _hidden,
                Hidden = _nextHidden,
                Cell = _cellState,
                IsReversed = _step % 2 == 1,
            });
            (_hidden, _nextHidden) = (_nextHidden, _hidden);
            _step++;
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

    private void LookUp(int[] tokens)
    {
        for (var row = 0; row < tokens.Length; row++)
        {
            _starts.Set(row, _products.At(tokens[row], 0).Pointer);
        }
    }

    private void Project()
    {
        fixed (float* embedding = _tensors.Embedding)
        {
            _cell.Project(StepCase.Vocabulary, 0, _cell.InputSize, new RowBlock(embedding, _cell.InputSize), _products);
        }
    }

    private RowBlock Rows(int rows, int stride)
    {
        var buffer = AlignedBuffer.ForRows(rows, stride);
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
