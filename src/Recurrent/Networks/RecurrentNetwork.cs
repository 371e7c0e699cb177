using RnnCluster.Recurrent.Cells;
using RnnCluster.Recurrent.Kernels;

namespace RnnCluster.Recurrent.Networks;

/// <summary>The weights of a network that reads one input at a time, packed for the step.</summary>
public sealed class RecurrentNetwork : StepNetwork
{
    private readonly RecurrentCell[] _cells;
    private readonly Attention? _attention;

    /// <summary>Packs a <c>state_dict</c> for the best instruction path of this processor.</summary>
    /// <param name="shape">What the tensors are for.</param>
    /// <param name="tensors">Every tensor of <see cref="NetworkShape.Tensors"/> by name, row-major.</param>
    /// <param name="format">What the matrices of layers, attention and head are rounded to. Biases, embeddings and states stay float32.</param>
    /// <exception cref="ArgumentException">
    /// A tensor is missing or has another number of elements than its shape says; or the shape has no step: it is bidirectional, or
    /// has no head.
    /// </exception>
    public RecurrentNetwork(
        NetworkShape shape, IReadOnlyDictionary<string, float[]> tensors, WeightFormat format = WeightFormat.Float32)
        : this(shape, tensors, StepKernels.Best, format)
    {
    }

    internal RecurrentNetwork(NetworkShape shape, IReadOnlyDictionary<string, float[]> tensors, IStepKernel kernel, WeightFormat format = WeightFormat.Float32)
    {
        if (shape.Bidirectional || shape.OutputSize == 0)
        {
            throw new ArgumentException("a network that reads backward, or has no head, has no step; it reads whole sequences", nameof(shape));
        }

        NetworkTensors.Require(shape.Tensors(), tensors);
        Shape = shape;
        _cells = [.. NetworkTensors.Cells(shape, tensors).Select(weights => kernel.CreateCell(shape.Cell, weights, format))];
        Embeddings = new EmbeddingTables(shape, tensors, _cells[0]);
        _attention = shape.Attention ? new Attention(shape, tensors, kernel, format) : null;
        Head = new Linear($"{shape.Prefix}head", shape.HiddenSize, shape.OutputSize, tensors, kernel, format);
        HiddenStride = Lanes.Pad(shape.HiddenSize);
        AlwaysProjects = shape.Attention && format == WeightFormat.Int8;
    }

    /// <summary>Sizes, cell and activation.</summary>
    public NetworkShape Shape { get; }

    /// <inheritdoc/>
    public override int OutputSize => Shape.OutputSize;

    /// <summary>
    /// Floats of a session's <c>h</c> and <c>c</c>, all layers, and with attention of its <c>a</c>; each row padded to whole
    /// vectors.
    /// </summary>
    public int StateLength => (_cells.Length * StateRowsPerLayer + (Shape.Attention ? 1 : 0)) * HiddenStride;

    internal int HiddenStride { get; }

    internal int StateRowsPerLayer => Shape.Cell == CellKind.Lstm ? 2 : 1;

    /// <summary>
    /// Whether the first layer always begins from projected inputs: inputs that are rounded have other bits when they are cut, and with
    /// attention <c>a_{t-1}</c> stands behind the input.
    /// </summary>
    internal bool AlwaysProjects { get; }

    internal Linear Head { get; }

    /// <summary>Floats of what <see cref="StepBatch.Project"/> gives for an input.</summary>
    public int StartStride => _cells[0].StartStride;

    /// <summary>Whether a token's products with the first layer's weights are in a table already, so that a step only looks them up.</summary>
    public bool HasProjectedTokens => Embeddings.IsProjected;

    internal EmbeddingTables Embeddings { get; }

    internal int CombinedStride => _attention?.CombinedStride ?? 0;

    /// <summary>A zero state, as at the start of a sequence.</summary>
    public RecurrentState CreateState() => new(StateLength);

    /// <inheritdoc/>
    public override StepBatch CreateBatch(int capacity) => new(this, capacity);

    /// <inheritdoc/>
    public override void Step(RowBatch batch) => Step((StepBatch)batch);

    /// <summary>Advances every row of <paramref name="batch"/> by one input vector, through all layers and the head.</summary>
    /// <remarks>A row's result has the same bits whoever else is in the batch. Allocates nothing.</remarks>
    public void Step(StepBatch batch)
    {
        batch.Turn();
        var inputs = batch.Inputs;
        for (var layer = 0; layer < Shape.Layers; layer++)
        {
            _cells[layer].Step(layer == 0 ? batch.FirstLayer(_cells[0]) : batch.Layer(layer, inputs));
            inputs = batch.Hidden(layer);
        }

        if (_attention is not null)
        {
            _attention.Apply(batch.Memories, inputs, batch.Combined, batch.Attentional, batch.AttentionScores());
            batch.ForgetMemories();
            inputs = batch.Attentional;
        }

        Head.Apply(batch.Count, inputs, batch.Outputs);

        // The blocks are bare pointers: their owner must outlive the kernels.
        GC.KeepAlive(batch);
    }

    /// <summary>The logits that the last step of <paramref name="state"/> gave, from what its head read; same bits.</summary>
    public float[] Logits(RecurrentState state)
    {
        var batch = CreateBatch(1);
        batch.Add(state);
        Head.Apply(1, _attention is null ? batch.Previous(Shape.Layers - 1) : batch.Attentional, batch.Outputs);
        return batch.Logits(0).ToArray();
    }

    /// <summary>Sets the <c>h_0</c> that an encoder made; <c>c_0</c> and <c>a_0</c> are zero.</summary>
    /// <param name="state">A state of this network.</param>
    /// <param name="hidden"><c>[layers, hidden]</c>.</param>
    public void SetFirstHidden(RecurrentState state, ReadOnlySpan<float> hidden)
    {
        Array.Clear(state.Values);
        for (var layer = 0; layer < Shape.Layers; layer++)
        {
            hidden.Slice(layer * Shape.HiddenSize, Shape.HiddenSize)
                .CopyTo(state.Values.AsSpan(layer * StateRowsPerLayer * HiddenStride));
        }
    }

    /// <summary>Turns a row of logits into scores by the head's activation.</summary>
    /// <param name="logits">A row as <see cref="StepBatch.Logits"/> gives it.</param>
    /// <param name="scores">Probabilities (softmax), independent probabilities (sigmoid) or the logits; <c>[output]</c>.</param>
    public void Activate(ReadOnlySpan<float> logits, Span<float> scores) => OutputActivations.Apply(Shape.Activation, logits, scores);

    /// <summary>Working space to take the input half of the first layer's step for many inputs at once.</summary>
    internal InputProjection CreateProjection() => new(_cells[0], Shape.VectorSize);
}
