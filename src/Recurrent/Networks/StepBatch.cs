using RnnCluster.Recurrent.Cells;
using RnnCluster.Recurrent.Kernels;

namespace RnnCluster.Recurrent.Networks;

/// <summary>The rows of a <see cref="RecurrentNetwork"/>: states and inputs of sessions, or of the beams of one.</summary>
/// <remarks>
/// A pass is: <see cref="RowBatch.Clear"/>; for each session <see cref="Add(RecurrentState)"/> and its input;
/// <see cref="RecurrentNetwork.Step(StepBatch)"/>; for each session <see cref="Logits"/> and <see cref="Scatter(int, RecurrentState)"/>.
/// Memory is taken once, at construction.
/// </remarks>
public sealed unsafe class StepBatch : RowBatch
{
    private readonly RecurrentNetwork _network;
    private readonly AlignedBuffer _inputs;
    private readonly StartRows _starts;
    private readonly AlignedBuffer[] _previous;
    private readonly AlignedBuffer[] _hidden;
    private readonly AlignedBuffer[] _cell;
    private readonly AlignedBuffer _combined;
    private readonly AlignedBuffer _attentional;
    private readonly AlignedBuffer _outputs;
    private readonly AttentionMemory?[] _memories;
    private readonly int _inputStride;
    private readonly int _vectorSize;
    private float[] _attentionScores = [];
    private InputProjection? _projection;

    internal StepBatch(RecurrentNetwork network, int capacity)
        : base(capacity)
    {
        _network = network;
        _inputStride = Lanes.Pad(network.Shape.InputSize);
        _vectorSize = network.Shape.VectorSize;
        _inputs = AlignedBuffer.ForRows(capacity, _inputStride);
        _starts = new StartRows(capacity, network.StartStride);
        _previous = Layers(network, capacity);
        _hidden = Layers(network, capacity);
        _cell = network.StateRowsPerLayer == 2 ? Layers(network, capacity) : [];
        _combined = AlignedBuffer.ForRows(capacity, network.CombinedStride);
        _attentional = AlignedBuffer.ForRows(network.Shape.Attention ? capacity : 0, network.HiddenStride);
        _outputs = AlignedBuffer.ForRows(capacity, network.Head.Stride);
        _memories = new AttentionMemory?[network.Shape.Attention ? capacity : 0];
    }

    internal RowBlock Inputs => new(_inputs, _inputStride);

    /// <summary><c>[c_t ; h_t]</c>.</summary>
    internal RowBlock Combined => new(_combined, _network.CombinedStride);

    /// <summary><c>a_t</c>.</summary>
    internal RowBlock Attentional => new(_attentional, _network.HiddenStride);

    internal RowBlock Outputs => new(_outputs, _network.Head.Stride);

    /// <summary>What each row attends to.</summary>
    internal ReadOnlySpan<AttentionMemory?> Memories => _memories.AsSpan(0, Count);

    /// <summary>Gathers a session's state into the next row.</summary>
    /// <returns>The row.</returns>
    /// <exception cref="InvalidOperationException">The batch is full.</exception>
    /// <exception cref="ArgumentException">The state is of another network.</exception>
    public int Add(RecurrentState state) => Add(state.Values, state.Memory);

    /// <summary>Gathers <c>h</c>, <c>c</c> and <c>a</c> into the next row.</summary>
    /// <param name="values">As in <see cref="RecurrentState.Values"/>.</param>
    /// <param name="memory">What the row attends to; null for nothing.</param>
    /// <returns>The row.</returns>
    /// <exception cref="InvalidOperationException">The batch is full.</exception>
    /// <exception cref="ArgumentException">The values are of another network.</exception>
    public int Add(float[] values, AttentionMemory? memory)
    {
        RequireLength(values);
        var row = TakeRow();
        _starts.Clear(row);
        var rest = values.AsSpan();
        for (var layer = 0; layer < _hidden.Length; layer++)
        {
            rest = Take(rest, _previous[layer], row);
            rest = _cell.Length > 0 ? Take(rest, _cell[layer], row) : rest;
        }

        if (_network.Shape.Attention)
        {
            Take(rest, _attentional, row);
            rest[.._network.Shape.HiddenSize].CopyTo(Row(_inputs, row, _inputStride)[_vectorSize..]);
            _memories[row] = memory;
        }

        return row;
    }

    /// <summary>Gives a row a token as its input.</summary>
    /// <param name="row">What <see cref="Add(RecurrentState)"/> returned.</param>
    /// <param name="tableRows">A row index for each embedding table of the network.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public void SetTokens(int row, ReadOnlySpan<int> tableRows)
    {
        var input = Row(_inputs, row, _inputStride);
        if (_network.Embeddings.IsProjected)
        {
            _starts.Set(row, _network.Embeddings, tableRows);
        }
        else
        {
            _starts.Clear(row);
            _network.Embeddings.Embed(tableRows, input);
        }
    }

    /// <summary>Gives a row a dense vector as its input, <c>[features]</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    /// <exception cref="ArgumentException">The vector is not as long as the network's input.</exception>
    public void SetFeatures(int row, ReadOnlySpan<float> features)
    {
        var input = Row(_inputs, row, _inputStride);
        if (features.Length != _vectorSize)
        {
            throw new ArgumentException(
                $"{features.Length} features; the network reads {_vectorSize}", nameof(features));
        }

        _starts.Clear(row);
        features.CopyTo(input);
    }

    /// <summary>Gives a row an input whose products are there already.</summary>
    /// <param name="row">What <see cref="Add(RecurrentState)"/> returned.</param>
    /// <param name="start">A row of <see cref="Project"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public void SetProjected(int row, ReadOnlySpan<float> start)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)Count);
        ArgumentOutOfRangeException.ThrowIfNotEqual(start.Length, _network.StartStride);
        _starts.Set(row, start);
    }

    /// <summary>
    /// Multiplies inputs of a sequence with the first layer's weights, all at once. A step that starts from the product has the same
    /// bits as one that reads the input.
    /// </summary>
    /// <param name="inputs">The sequence.</param>
    /// <param name="first">The first input to take.</param>
    /// <param name="starts">
    /// Receives <see cref="RecurrentNetwork.StartStride"/> floats for each input, for as many as it has room for, at most
    /// <see cref="RowBatch.ProjectionRowsLimit"/>.
    /// </param>
    public void Project(SequenceInputs inputs, int first, Span<float> starts)
    {
        _projection ??= _network.CreateProjection();
        for (var row = 0; row < starts.Length / _network.StartStride; row++)
        {
            if (inputs.Features.Length > 0)
            {
                inputs.Features[first + row].CopyTo(_projection.Input(row));
            }
            else
            {
                _network.Embeddings.Embed(inputs.TokenRows(first + row), _projection.Input(row));
            }
        }

        _projection.Run(starts);
    }

    /// <summary>A row's logits after the step, <c>[output]</c>; valid until the next step.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public ReadOnlySpan<float> Logits(int row) => Row(_outputs, row, _network.Head.Stride)[.._network.Head.Size];

    /// <summary>Scatters a row's new state back to its session.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    /// <exception cref="ArgumentException">The state is of another network.</exception>
    public void Scatter(int row, RecurrentState state)
    {
        Scatter(row, state.Values);
        state.Steps++;
    }

    /// <summary>Scatters a row's new <c>h</c>, <c>c</c> and <c>a</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    /// <exception cref="ArgumentException">The values are of another network.</exception>
    public void Scatter(int row, float[] values)
    {
        RequireLength(values);
        var rest = values.AsSpan();
        for (var layer = 0; layer < _hidden.Length; layer++)
        {
            rest = Give(_hidden[layer], row, rest);
            rest = _cell.Length > 0 ? Give(_cell[layer], row, rest) : rest;
        }

        if (_network.Shape.Attention)
        {
            Give(_attentional, row, rest);
        }
    }

    /// <summary>The rows of the first layer's step. When some inputs are projected and others are not, those others are now.</summary>
    internal CellRows FirstLayer(RecurrentCell cell)
    {
        if (!_network.AlwaysProjects && !_starts.HasAny(Count))
        {
            return Layer(0, Inputs);
        }

        _starts.Complete(Count, cell, _vectorSize, Inputs);
        return new CellRows
        {
            Count = Count,
            Inputs = Inputs,
            Starts = _starts.Pointer,
            ProjectedInputs = _vectorSize,
            Previous = Previous(0),
            Hidden = Hidden(0),
            Cell = Cell(0),
            IsReversed = IsReversed,
        };
    }

    /// <summary>The rows of a layer's step.</summary>
    internal CellRows Layer(int layer, RowBlock inputs) => new()
    {
        Count = Count,
        Inputs = inputs,
        Previous = Previous(layer),
        Hidden = Hidden(layer),
        Cell = Cell(layer),
        IsReversed = IsReversed,
    };

    internal RowBlock Previous(int layer) => new(_previous[layer], _network.HiddenStride);

    internal RowBlock Hidden(int layer) => new(_hidden[layer], _network.HiddenStride);

    /// <summary>The layer's <c>c</c>; an empty block for cells that have none.</summary>
    internal RowBlock Cell(int layer) => _cell.Length > 0 ? new RowBlock(_cell[layer], _network.HiddenStride) : default;

    /// <summary>Lets go of what the rows attended to: a batch outlives its sessions, and their memories are large.</summary>
    internal void ForgetMemories() => Array.Clear(_memories);

    /// <summary>Working space for the longest memory among the rows.</summary>
    internal Span<float> AttentionScores()
    {
        var longest = 0;
        foreach (var memory in Memories)
        {
            longest = Math.Max(longest, memory?.Positions ?? 0);
        }

        if (_attentionScores.Length < longest)
        {
            _attentionScores = new float[Math.Max(longest, 2 * _attentionScores.Length)];
        }

        return _attentionScores;
    }

    private static AlignedBuffer[] Layers(RecurrentNetwork network, int capacity) =>
        [.. Enumerable.Range(0, network.Shape.Layers).Select(_ => AlignedBuffer.ForRows(capacity, network.HiddenStride))];

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

    private void RequireLength(float[] values)
    {
        if (values.Length != _network.StateLength)
        {
            throw new ArgumentException(
                $"the state has {values.Length} values; the network's states have {_network.StateLength}", nameof(values));
        }
    }
}
