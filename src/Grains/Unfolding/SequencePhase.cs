using RnnCluster.Grains.Batching;
using RnnCluster.Recurrent.Networks;

namespace RnnCluster.Grains.Unfolding;

/// <summary>Reads a whole sequence with one layer; in both directions at once when the layer has two.</summary>
internal sealed class SequencePhase(SequenceLayer layer, float[][] inputs) : JobPhase
{
    private readonly float[] _state = new float[layer.StateLength];
    private int _step;

    public override StepNetwork Network => layer;

    /// <summary>Forward and backward <c>h</c> at every position, <c>[positions, directions · hidden]</c>.</summary>
    public float[][] Outputs { get; } = [.. inputs.Select(_ => new float[layer.OutputSize])];

    /// <summary>Each direction's <c>h</c> after its last step: forward at the end, backward at the beginning.</summary>
    public float[] Last =>
    [
        .. Outputs[^1].AsSpan(0, layer.HiddenSize),
        .. Outputs[0].AsSpan(layer.HiddenSize),
    ];

    public override bool Start(StepScratch? scratch) => inputs.Length > 0;

    public override void Gather(RowBatch batch)
    {
        var rows = (SequenceLayerBatch)batch;
        var row = rows.Add(_state);
        for (var direction = 0; direction < layer.Directions; direction++)
        {
            rows.SetInput(row, direction, inputs[Position(direction)]);
        }
    }

    public override bool Take(RowBatch batch, int first, StepScratch scratch)
    {
        var rows = (SequenceLayerBatch)batch;
        rows.Scatter(first, _state);
        for (var direction = 0; direction < layer.Directions; direction++)
        {
            rows.Hidden(first, direction).CopyTo(Outputs[Position(direction)].AsSpan(direction * layer.HiddenSize));
        }

        _step++;
        return _step < inputs.Length;
    }

    private int Position(int direction) => direction == 0 ? _step : inputs.Length - 1 - _step;
}
