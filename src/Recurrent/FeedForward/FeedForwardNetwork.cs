using RnnCluster.Recurrent.Kernels;
using RnnCluster.Recurrent.Networks;

namespace RnnCluster.Recurrent.FeedForward;

/// <summary>A network without memory: one output for one input. Not recurrent; it shares the step engine with those that are.</summary>
public sealed class FeedForwardNetwork : StepNetwork
{
    private readonly FeedForwardLayer[] _layers;

    /// <summary>Packs a <c>state_dict</c> for the best instruction path of this processor.</summary>
    /// <param name="shape">What the tensors are for.</param>
    /// <param name="tensors">Every tensor of <see cref="FeedForwardShape.Tensors"/> by name, row-major.</param>
    /// <exception cref="ArgumentException">A tensor is missing or has another number of elements than its shape says, or no module computes anything.</exception>
    public FeedForwardNetwork(FeedForwardShape shape, IReadOnlyDictionary<string, float[]> tensors)
        : this(shape, tensors, StepKernels.Best)
    {
    }

    internal FeedForwardNetwork(FeedForwardShape shape, IReadOnlyDictionary<string, float[]> tensors, IStepKernel kernel)
    {
        NetworkTensors.Require(shape.Tensors(), tensors);
        var rows = shape.Rows();
        InputSize = shape.Input.Size;
        OutputSize = rows[^1].Size;
        _layers =
        [
            .. shape.Modules.Select((module, index) => FeedForwardLayer.Create(module, rows[index], tensors, kernel)).OfType<FeedForwardLayer>(),
        ];
        if (_layers.Length == 0)
        {
            throw new ArgumentException("the network has no module that computes anything", nameof(shape));
        }

        LayerStride = Lanes.Pad(_layers[..^1].Select(layer => layer.Output.Size).DefaultIfEmpty().Max());
        WorkLength = _layers.Max(layer => layer.WorkLength);
    }

    /// <summary>Length of an input vector.</summary>
    public int InputSize { get; }

    /// <inheritdoc/>
    public override int OutputSize { get; }

    /// <summary>Floats of the longest row between two layers, padded.</summary>
    internal int LayerStride { get; }

    internal int WorkLength { get; }

    /// <inheritdoc/>
    public override FeedForwardBatch CreateBatch(int capacity) => new(this, capacity);

    /// <inheritdoc/>
    public override void Step(RowBatch batch)
    {
        var rows = (FeedForwardBatch)batch;
        for (var first = 0; first < rows.Count; first += FeedForwardBatch.BlockRows)
        {
            Step(rows, first, Math.Min(FeedForwardBatch.BlockRows, rows.Count - first));
        }

        // The blocks are bare pointers: their owner must outlive the kernels.
        GC.KeepAlive(rows);
    }

    private void Step(FeedForwardBatch batch, int first, int count)
    {
        var inputs = batch.Inputs(first);
        for (var layer = 0; layer < _layers.Length; layer++)
        {
            var outputs = layer == _layers.Length - 1 ? batch.Outputs(first) : batch.Between(layer);
            _layers[layer].Apply(count, inputs, outputs, batch.Work);
            inputs = outputs;
        }
    }
}
