using RnnCluster.Grains.Batching;
using RnnCluster.Recurrent.Networks;

namespace RnnCluster.Grains.Unfolding;

/// <summary>Reads a whole sequence with one layer; in both directions at once when the layer has two.</summary>
/// <remarks>The inputs of the next steps are multiplied together, ahead of the steps.</remarks>
internal sealed class SequencePhase(SequenceLayer layer, float[][] inputs) : JobPhase
{
    private readonly float[] _state = new float[layer.StateLength];
    private readonly float[][] _ahead = new float[Math.Min(RowBatch.ProjectionRowsLimit, inputs.Length)][];
    private float[] _starts = [];
    private int _step;

    public override StepNetwork Network => layer;

    public override bool IsLong => true;

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
            var ahead = _step % _ahead.Length;
            if (ahead == 0)
            {
                Project(rows, direction);
            }

            rows.SetProjected(row, direction, Starts(direction).Slice(ahead * layer.StartStride, layer.StartStride));
        }
    }

    public override bool Take(RowBatch batch, int first, StepScratch scratch)
    {
        var rows = (SequenceLayerBatch)batch;
        rows.Scatter(first, _state);
        for (var direction = 0; direction < layer.Directions; direction++)
        {
            rows.Hidden(first, direction).CopyTo(Outputs[Position(direction, _step)].AsSpan(direction * layer.HiddenSize));
        }

        _step++;
        return _step < inputs.Length;
    }

    private void Project(SequenceLayerBatch rows, int direction)
    {
        _starts = _starts.Length > 0 ? _starts : new float[layer.Directions * _ahead.Length * layer.StartStride];
        var count = Math.Min(_ahead.Length, inputs.Length - _step);
        for (var ahead = 0; ahead < count; ahead++)
        {
            _ahead[ahead] = inputs[Position(direction, _step + ahead)];
        }

        rows.Project(direction, _ahead.AsSpan(0, count), Starts(direction));
    }

    private Span<float> Starts(int direction) =>
        _starts.AsSpan(direction * _ahead.Length * layer.StartStride, _ahead.Length * layer.StartStride);

    private int Position(int direction, int step) => direction == 0 ? step : inputs.Length - 1 - step;
}
