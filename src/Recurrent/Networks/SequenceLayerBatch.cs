using RnnCluster.Recurrent.Kernels;

namespace RnnCluster.Recurrent.Networks;

/// <summary>The rows of a <see cref="SequenceLayer"/>, each a sequence that is being read from both of its ends.</summary>
public sealed class SequenceLayerBatch : RowBatch
{
    private readonly SequenceLayer _layer;
    private readonly AlignedBuffer[] _inputs;
    private readonly AlignedBuffer[] _hidden;
    private readonly AlignedBuffer[] _cell;
    private readonly AlignedBuffer _gates;
    private readonly int _inputStride;

    internal SequenceLayerBatch(SequenceLayer layer, int capacity)
        : base(capacity)
    {
        _layer = layer;
        _inputStride = Lanes.Pad(layer.InputSize);
        _inputs = Buffers(capacity, _inputStride);
        _hidden = Buffers(capacity, layer.HiddenStride);
        _cell = Buffers(layer.HasCell ? capacity : 0, layer.HiddenStride);
        _gates = AlignedBuffer.ForRows(capacity, layer.GateStride);
    }

    internal RowBlock Gates => new(_gates, _layer.GateStride);

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
            state[..stride].CopyTo(Row(_hidden[direction], row, stride));
            state = state[stride..];
            if (_layer.HasCell)
            {
                state[..stride].CopyTo(Row(_cell[direction], row, stride));
                state = state[stride..];
            }
        }

        return row;
    }

    /// <summary>Gives a row what a direction reads next.</summary>
    public void SetInput(int row, int direction, ReadOnlySpan<float> input)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(input.Length, _layer.InputSize);
        input.CopyTo(Row(_inputs[direction], row, _inputStride));
    }

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

    internal RowBlock Inputs(int direction) => new(_inputs[direction], _inputStride);

    internal RowBlock HiddenRows(int direction) => new(_hidden[direction], _layer.HiddenStride);

    internal RowBlock CellRows(int direction) => _layer.HasCell ? new RowBlock(_cell[direction], _layer.HiddenStride) : default;

    private AlignedBuffer[] Buffers(int rows, int stride) =>
        [.. Enumerable.Range(0, _layer.Directions).Select(_ => AlignedBuffer.ForRows(rows, stride))];
}
