using RnnCluster.Recurrent.Kernels;

namespace RnnCluster.Recurrent.Networks;

/// <summary>The rows that one step advances together, and the working space for it. Not thread-safe.</summary>
/// <remarks>
/// A pass is: <see cref="Clear"/>; for each session <see cref="Add"/> and its input; <see cref="RecurrentNetwork.Step"/>; for each
/// session <see cref="Logits"/> and <see cref="Scatter"/>. Memory is taken once, at construction.
/// </remarks>
public sealed class StepBatch
{
    private readonly RecurrentNetwork _network;
    private readonly AlignedBuffer _inputs;
    private readonly AlignedBuffer[] _hidden;
    private readonly AlignedBuffer[] _cell;
    private readonly AlignedBuffer _gates;
    private readonly AlignedBuffer _outputs;
    private readonly int _inputStride;

    internal StepBatch(RecurrentNetwork network, int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _network = network;
        Capacity = capacity;
        _inputStride = Lanes.Pad(network.Shape.InputSize);
        _inputs = new AlignedBuffer(capacity * _inputStride);
        _hidden = Layers(network, capacity);
        _cell = network.StateRowsPerLayer == 2 ? Layers(network, capacity) : [];
        _gates = new AlignedBuffer(capacity * network.GateStride);
        _outputs = new AlignedBuffer(capacity * network.Head.Stride);
    }

    /// <summary>Most rows that fit.</summary>
    public int Capacity { get; }

    /// <summary>Rows of this pass.</summary>
    public int Count { get; private set; }

    internal RowBlock Inputs => new(_inputs, _inputStride);

    internal RowBlock Gates => new(_gates, _network.GateStride);

    internal RowBlock Outputs => new(_outputs, _network.Head.Stride);

    /// <summary>Forgets the rows of the last pass.</summary>
    public void Clear() => Truncate(0);

    /// <summary>Keeps the first <paramref name="count"/> rows and forgets the others.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer rows.</exception>
    public void Truncate(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Count);
        Count = count;
    }

    /// <summary>Gathers a session's state into the next row.</summary>
    /// <returns>The row.</returns>
    /// <exception cref="InvalidOperationException">The batch is full.</exception>
    /// <exception cref="ArgumentException">The state is of another network.</exception>
    public int Add(RecurrentState state)
    {
        RequireLength(state);
        if (Count == Capacity)
        {
            throw new InvalidOperationException($"the batch holds {Capacity} rows already");
        }

        var row = Count++;
        var values = state.Values.AsSpan();
        for (var layer = 0; layer < _hidden.Length; layer++)
        {
            values = Take(values, _hidden[layer], row);
            values = _cell.Length > 0 ? Take(values, _cell[layer], row) : values;
        }

        return row;
    }

    /// <summary>Gives a row a token as its input.</summary>
    /// <param name="row">What <see cref="Add"/> returned.</param>
    /// <param name="tableRows">A row index for each embedding table of the network.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public void SetTokens(int row, ReadOnlySpan<int> tableRows) => _network.Embed(tableRows, Row(_inputs, row, _inputStride));

    /// <summary>Gives a row a dense vector as its input, <c>[features]</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    /// <exception cref="ArgumentException">The vector is not as long as the network's input.</exception>
    public void SetFeatures(int row, ReadOnlySpan<float> features)
    {
        var input = Row(_inputs, row, _inputStride);
        if (features.Length != _network.Shape.InputSize)
        {
            throw new ArgumentException(
                $"{features.Length} features; the network reads {_network.Shape.InputSize}", nameof(features));
        }

        features.CopyTo(input);
    }

    /// <summary>A row's logits after the step, <c>[output]</c>; valid until the next step.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public ReadOnlySpan<float> Logits(int row) => Row(_outputs, row, _network.Head.Stride)[.._network.Head.Size];

    /// <summary>Scatters a row's new state back to its session.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    /// <exception cref="ArgumentException">The state is of another network.</exception>
    public void Scatter(int row, RecurrentState state)
    {
        RequireLength(state);
        var values = state.Values.AsSpan();
        for (var layer = 0; layer < _hidden.Length; layer++)
        {
            values = Give(_hidden[layer], row, values);
            values = _cell.Length > 0 ? Give(_cell[layer], row, values) : values;
        }

        state.Steps++;
    }

    internal RowBlock Hidden(int layer) => new(_hidden[layer], _network.HiddenStride);

    /// <summary>The layer's <c>c</c>; an empty block for cells that have none.</summary>
    internal RowBlock Cell(int layer) => _cell.Length > 0 ? new RowBlock(_cell[layer], _network.HiddenStride) : default;

    private static AlignedBuffer[] Layers(RecurrentNetwork network, int capacity) =>
        [.. Enumerable.Range(0, network.Shape.Layers).Select(_ => new AlignedBuffer(capacity * network.HiddenStride))];

    private Span<float> Take(Span<float> values, AlignedBuffer rows, int row)
    {
        values[.._network.HiddenStride].CopyTo(Row(rows, row, _network.HiddenStride));
        return values[_network.HiddenStride..];
    }

    private Span<float> Give(AlignedBuffer rows, int row, Span<float> values)
    {
        Row(rows, row, _network.HiddenStride).CopyTo(values);
        return values[_network.HiddenStride..];
    }

    private Span<float> Row(AlignedBuffer rows, int row, int stride)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, Count);
        return rows.Span.Slice(row * stride, stride);
    }

    private void RequireLength(RecurrentState state)
    {
        if (state.Values.Length != _network.StateLength)
        {
            throw new ArgumentException(
                $"the state has {state.Values.Length} values; the network's states have {_network.StateLength}", nameof(state));
        }
    }
}
