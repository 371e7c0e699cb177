using RnnCluster.Recurrent.Cells;
using RnnCluster.Recurrent.Kernels;

namespace RnnCluster.Recurrent.Networks;

/// <summary>The rows of a <see cref="SequenceLayer"/>, each a sequence that is being read from both of its ends.</summary>
/// <remarks>All inputs are known beforehand, so the steps only ever start from products (<see cref="Project"/>).</remarks>
public sealed unsafe class SequenceLayerBatch : RowBatch
{
    private readonly SequenceLayer _layer;
    private readonly AlignedBuffer[] _startRows;
    private readonly RowPointers[] _starts;
    private readonly AlignedBuffer[] _previous;
    private readonly AlignedBuffer[] _hidden;
    private readonly AlignedBuffer[] _cell;
    private readonly InputProjection[] _projections;

    internal SequenceLayerBatch(SequenceLayer layer, int capacity)
        : base(capacity)
    {
        _layer = layer;
        _startRows = Buffers(capacity, layer.StartStride);
        _starts = [.. _startRows.Select(rows => Pointers(rows, capacity, layer.StartStride))];
        _previous = Buffers(capacity, layer.HiddenStride);
        _hidden = Buffers(capacity, layer.HiddenStride);
        _cell = Buffers(layer.HasCell ? capacity : 0, layer.HiddenStride);
        _projections = [.. Enumerable.Range(0, layer.Directions).Select(layer.CreateProjection)];
    }

    /// <summary>Gathers a sequence's state into the next row.</summary>
    /// <param name="state"><see cref="SequenceLayer.StateLength"/> floats; zeros at the start.</param>
    /// <returns>The row.</returns>
    /// <exception cref="InvalidOperationException">The batch is full.</exception>
    public int Add(ReadOnlySpan<float> state)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(state.Length, _layer.StateLength);
        var row = TakeRow();
        var stride = _layer.HiddenStride;
        for (var direction = 0; direction < _layer.Directions; direction++)
        {
            state[..stride].CopyTo(Row(_previous[direction], row, stride));
            state = state[stride..];
            if (_layer.HasCell)
            {
                state[..stride].CopyTo(Row(_cell[direction], row, stride));
                state = state[stride..];
            }
        }

        return row;
    }

    /// <summary>Multiplies inputs of a sequence with a direction's weights, all at once.</summary>
    /// <param name="direction">0 forward, 1 backward.</param>
    /// <param name="inputs">Vectors of <see cref="SequenceLayer.InputSize"/>, at most <see cref="RowBatch.ProjectionRowsLimit"/>.</param>
    /// <param name="starts">Receives <see cref="SequenceLayer.StartStride"/> floats for each.</param>
    public void Project(int direction, ReadOnlySpan<float[]> inputs, Span<float> starts)
    {
        for (var row = 0; row < inputs.Length; row++)
        {
            ArgumentOutOfRangeException.ThrowIfNotEqual(inputs[row].Length, _layer.InputSize);
            inputs[row].CopyTo(_projections[direction].Input(row));
        }

        _projections[direction].Run(starts[..(inputs.Length * _layer.StartStride)]);
    }

    /// <summary>Gives a row what a direction reads next.</summary>
    /// <param name="row">What <see cref="Add"/> returned.</param>
    /// <param name="direction">0 forward, 1 backward.</param>
    /// <param name="start">A row of <see cref="Project"/>.</param>
    public void SetProjected(int row, int direction, ReadOnlySpan<float> start) =>
        start.CopyTo(Row(_startRows[direction], row, _layer.StartStride));

    /// <summary><c>h</c> of a row after the step, <c>[hidden]</c>; valid until the next step.</summary>
    public ReadOnlySpan<float> Hidden(int row, int direction) =>
        Row(_hidden[direction], row, _layer.HiddenStride)[.._layer.HiddenSize];

    /// <summary>Scatters a row's new state back to its sequence.</summary>
    public void Scatter(int row, Span<float> state)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(state.Length, _layer.StateLength);
        var stride = _layer.HiddenStride;
        for (var direction = 0; direction < _layer.Directions; direction++)
        {
            Row(_hidden[direction], row, stride).CopyTo(state);
            state = state[stride..];
            if (_layer.HasCell)
            {
                Row(_cell[direction], row, stride).CopyTo(state);
                state = state[stride..];
            }
        }
    }

    /// <summary>The rows of a direction's step.</summary>
    internal CellRows Rows(int direction) => new()
    {
        Count = Count,
        Starts = _starts[direction].Pointer,
        ProjectedInputs = _layer.InputSize,
        Previous = new(_previous[direction], _layer.HiddenStride),
        Hidden = new(_hidden[direction], _layer.HiddenStride),
        Cell = _layer.HasCell ? new RowBlock(_cell[direction], _layer.HiddenStride) : default,
        IsReversed = IsReversed,
    };

    private static RowPointers Pointers(AlignedBuffer rows, int count, int stride)
    {
        var pointers = new RowPointers(count);
        for (var row = 0; row < count; row++)
        {
            pointers.Set(row, rows.Pointer + (nint)row * stride);
        }

        return pointers;
    }

    private AlignedBuffer[] Buffers(int rows, int stride) =>
        [.. Enumerable.Range(0, _layer.Directions).Select(_ => AlignedBuffer.ForRows(rows, stride))];
}
