using RnnCluster.Recurrent.Cells;
using RnnCluster.Recurrent.Networks;
using RnnCluster.Recurrent.Tests.Networks;

namespace RnnCluster.Recurrent.Tests.Cells;

/// <summary>Reads whole sequences with the scalar cells, one sequence after the other.</summary>
internal static class SequenceReference
{
    /// <summary>The same as <see cref="Networks.SequenceReader.Read"/>, in its layouts, without the head.</summary>
    public static SequenceOutput Read(
        NetworkShape shape,
        IReadOnlyDictionary<string, float[]> tensors,
        float[] inputs,
        int steps,
        int batch,
        float[] firstHidden,
        float[] firstCell)
    {
        var cells = NetworkTensors.Cells(shape, tensors).ToArray();
        float[] hidden = [.. firstHidden], cell = [.. firstCell];
        var outputs = inputs;
        for (var layer = 0; layer < shape.Layers; layer++)
        {
            inputs = outputs;
            outputs = new float[steps * batch * shape.Directions * shape.HiddenSize];
            for (var sequence = 0; sequence < shape.Directions * batch; sequence++)
            {
                var (direction, row) = Math.DivRem(sequence, batch);
                var state = (layer * shape.Directions * batch + sequence) * shape.HiddenSize;
                var h = hidden.AsSpan(state, shape.HiddenSize);
                var c = cell.Length > 0 ? cell.AsSpan(state, shape.HiddenSize) : default;
                var weights = cells[layer * shape.Directions + direction];
                for (var step = 0; step < steps; step++)
                {
                    var at = (direction == 0 ? step : steps - 1 - step) * batch + row;
                    CellReference.Step(shape.Cell, weights, inputs.AsSpan(at * weights.InputSize, weights.InputSize), h, c);
                    h.CopyTo(outputs.AsSpan((at * shape.Directions + direction) * shape.HiddenSize));
                }
            }
        }

        return new SequenceOutput(outputs, hidden, cell, []);
    }
}
