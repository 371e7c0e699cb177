using RnnCluster.Recurrent.Kernels;

namespace RnnCluster.Recurrent.Networks;

/// <summary>The recurrent layers of a network that reads whole sequences, layer by layer: a bidirectional model, or an encoder.</summary>
public sealed class SequenceNetwork
{
    private readonly EmbeddingTables _embeddings;

    /// <summary>Packs the embeddings and layers of a <c>state_dict</c>; a head, where there is one, is not part of it.</summary>
    /// <param name="shape">What the tensors are for.</param>
    /// <param name="tensors">Every tensor of <see cref="NetworkShape.Tensors"/> by name, row-major.</param>
    /// <param name="format">What the matrices of the layers are rounded to. Biases, embeddings and states stay float32.</param>
    /// <exception cref="ArgumentException">A tensor is missing or has another number of elements than its shape says.</exception>
    public SequenceNetwork(
        NetworkShape shape, IReadOnlyDictionary<string, float[]> tensors, WeightFormat format = WeightFormat.Float32)
        : this(shape, tensors, StepKernels.Best, format)
    {
    }

    internal SequenceNetwork(NetworkShape shape, IReadOnlyDictionary<string, float[]> tensors, IStepKernel kernel, WeightFormat format = WeightFormat.Float32)
    {
        NetworkTensors.Require(shape.Tensors(), tensors);
        Shape = shape;
        _embeddings = new EmbeddingTables(shape, tensors);
        Layers =
        [
            .. NetworkTensors.Cells(shape, tensors).Chunk(shape.Directions).Select(weights => new SequenceLayer(
                shape.Cell, [.. weights.Select(cell => kernel.CreateCell(shape.Cell, cell, format))])),
        ];
    }

    /// <summary>Sizes and cell.</summary>
    public NetworkShape Shape { get; }

    /// <summary>From the bottom up; each reads what the one below it gave.</summary>
    public IReadOnlyList<SequenceLayer> Layers { get; }

    /// <summary>Writes the embeddings of a token, table after table.</summary>
    /// <param name="tableRows">A row index for each embedding table.</param>
    /// <param name="input">Receives <see cref="NetworkShape.InputSize"/> floats.</param>
    public void Embed(ReadOnlySpan<int> tableRows, Span<float> input) => _embeddings.Embed(tableRows, input);
}
