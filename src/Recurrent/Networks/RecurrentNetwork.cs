using RnnCluster.Recurrent.Cells;
using RnnCluster.Recurrent.Kernels;

namespace RnnCluster.Recurrent.Networks;

/// <summary>The weights of a model, packed for the step. Immutable: one network serves all sessions on all threads.</summary>
public sealed class RecurrentNetwork
{
    private readonly RecurrentCell[] _cells;
    private readonly float[][] _embeddings;

    /// <summary>Packs a <c>state_dict</c> for the best instruction path of this processor.</summary>
    /// <param name="shape">What the tensors are for.</param>
    /// <param name="tensors">Every tensor of <see cref="NetworkShape.Tensors"/> by name, row-major.</param>
    /// <exception cref="ArgumentException">A tensor is missing or has another number of elements than its shape says.</exception>
    public RecurrentNetwork(NetworkShape shape, IReadOnlyDictionary<string, float[]> tensors)
        : this(shape, tensors, MatrixKernels.Best)
    {
    }

    internal RecurrentNetwork(NetworkShape shape, IReadOnlyDictionary<string, float[]> tensors, IMatrixKernel kernel)
    {
        RequireTensors(shape, tensors);
        Shape = shape;
        _embeddings = [.. shape.Embeddings.Select(table => tensors[$"{table.Name}.weight"])];
        _cells = [.. NetworkTensors.Cells(shape, tensors).Select(weights => RecurrentCell.Create(shape.Cell, weights, kernel))];
        Head = new OutputHead(shape, tensors, kernel);
        HiddenStride = Lanes.Pad(shape.HiddenSize);
        ParameterCount = shape.Tensors().Sum(tensor => tensor.Elements);
    }

    /// <summary>Sizes, cell and activation.</summary>
    public NetworkShape Shape { get; }

    /// <summary>Number of weights and biases.</summary>
    public long ParameterCount { get; }

    /// <summary>Floats of a session's <c>h</c> and <c>c</c>, all layers, each row padded to whole vectors.</summary>
    public int StateLength => _cells.Length * HiddenStride * StateRowsPerLayer;

    internal int HiddenStride { get; }

    internal int StateRowsPerLayer => Shape.Cell == CellKind.Lstm ? 2 : 1;

    internal OutputHead Head { get; }

    internal int GateStride => _cells[0].GateStride;

    /// <summary>The cell of a layer; <paramref name="direction"/> 1 reads backward in time.</summary>
    internal RecurrentCell Cell(int layer, int direction = 0) => _cells[layer * Shape.Directions + direction];

    /// <summary>A zero state, as at the start of a sequence.</summary>
    public RecurrentState CreateState() => new(StateLength);

    /// <summary>Working space for stepping up to <paramref name="capacity"/> sessions together; one per thread.</summary>
    /// <exception cref="NotSupportedException">The network is bidirectional: it has no step, it reads whole sequences.</exception>
    public StepBatch CreateBatch(int capacity) => Shape.Bidirectional
        ? throw new NotSupportedException("a bidirectional network reads whole sequences; it cannot be advanced step by step")
        : new StepBatch(this, capacity);

    /// <summary>Advances every row of <paramref name="batch"/> by one input vector, through all layers and the head.</summary>
    /// <remarks>A row's result has the same bits whoever else is in the batch. Allocates nothing.</remarks>
    public void Step(StepBatch batch)
    {
        var inputs = batch.Inputs;
        for (var layer = 0; layer < Shape.Layers; layer++)
        {
            Cell(layer).Step(batch.Count, inputs, batch.Hidden(layer), batch.Cell(layer), batch.Gates);
            inputs = batch.Hidden(layer);
        }

        Head.Apply(batch.Count, inputs, batch.Outputs);

        // The blocks are bare pointers: their owner must outlive the kernels.
        GC.KeepAlive(batch);
    }

    /// <summary>The logits that the last step of <paramref name="state"/> gave, from its top layer's <c>h</c>; same bits.</summary>
    public float[] Logits(RecurrentState state)
    {
        var batch = CreateBatch(1);
        batch.Add(state);
        Head.Apply(1, batch.Hidden(Shape.Layers - 1), batch.Outputs);
        return batch.Logits(0).ToArray();
    }

    /// <summary>Turns a row of logits into scores by the head's activation.</summary>
    /// <param name="logits">A row as <see cref="StepBatch.Logits"/> gives it.</param>
    /// <param name="scores">Probabilities (softmax), independent probabilities (sigmoid) or the logits; <c>[output]</c>.</param>
    public void Activate(ReadOnlySpan<float> logits, Span<float> scores) => Head.Activate(logits, scores);

    /// <summary>Writes the embeddings of a token, table after table.</summary>
    internal void Embed(ReadOnlySpan<int> rows, Span<float> input)
    {
        var column = 0;
        for (var table = 0; table < _embeddings.Length; table++)
        {
            var size = Shape.Embeddings[table].Size;
            _embeddings[table].AsSpan(rows[table] * size, size).CopyTo(input[column..]);
            column += size;
        }
    }

    private static void RequireTensors(NetworkShape shape, IReadOnlyDictionary<string, float[]> tensors)
    {
        foreach (var tensor in shape.Tensors())
        {
            var found = tensors.TryGetValue(tensor.Name, out var values) ? values.Length : 0;
            if (found != tensor.Elements)
            {
                throw new ArgumentException(
                    $"tensor {tensor.Name} has {found} elements; it must have {tensor.Elements}", nameof(tensors));
            }
        }
    }
}
