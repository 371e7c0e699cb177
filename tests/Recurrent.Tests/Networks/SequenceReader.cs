using RnnCluster.Recurrent.FeedForward;
using RnnCluster.Recurrent.Kernels;
using RnnCluster.Recurrent.Networks;

namespace RnnCluster.Recurrent.Tests.Networks;

/// <summary>Runs whole sequences through the layers that bidirectional models and encoders are served by, and a head on top.</summary>
internal static class SequenceReader
{
    /// <summary>Runs <paramref name="batch"/> sequences of <paramref name="steps"/> input vectors each.</summary>
    /// <param name="shape">Of any network.</param>
    /// <param name="tensors">Its weights.</param>
    /// <param name="kernel">The path.</param>
    /// <param name="inputs"><c>[time, batch, input]</c>.</param>
    /// <param name="steps">Length of the sequences.</param>
    /// <param name="batch">Number of sequences.</param>
    /// <param name="firstHidden"><c>h_0</c>, <c>[layers · directions, batch, hidden]</c>; empty for zeros.</param>
    /// <param name="firstCell"><c>c_0</c> likewise.</param>
    public static SequenceOutput Read(
        NetworkShape shape,
        IReadOnlyDictionary<string, float[]> tensors,
        IStepKernel kernel,
        float[] inputs,
        int steps,
        int batch,
        float[]? firstHidden = null,
        float[]? firstCell = null)
    {
        var network = new SequenceNetwork(shape, tensors, kernel);
        var size = shape.HiddenSize;
        var hidden = firstHidden is { Length: > 0 } ? [.. firstHidden] : new float[shape.Layers * shape.Directions * batch * size];
        var cell = shape.Cell != CellKind.Lstm ? [] : firstCell is { Length: > 0 } ? [.. firstCell] : new float[hidden.Length];
        float[][] rows = [.. inputs.Chunk(shape.InputSize)];
        for (var layer = 0; layer < shape.Layers; layer++)
        {
            rows = ReadLayer(network.Layers[layer], rows, batch, layer * shape.Directions * batch, hidden, cell);
        }

        return new SequenceOutput([.. rows.SelectMany(row => row)], hidden, cell, Head(shape, tensors, kernel, rows));
    }

    private static float[][] ReadLayer(SequenceLayer layer, float[][] inputs, int batch, int firstState, float[] hidden, float[] cell)
    {
        var steps = inputs.Length / batch;
        float[][] outputs = [.. inputs.Select(_ => new float[layer.OutputSize])];
        float[][] states = [.. Enumerable.Range(0, batch).Select(_ => new float[layer.StateLength])];
        ForEachState((values, numbers) => numbers.CopyTo(values));
        var rows = layer.CreateBatch(batch);
        var start = new float[layer.StartStride];
        for (var step = 0; step < steps; step++)
        {
            int At(int row, int direction) => (direction == 0 ? step : steps - 1 - step) * batch + row;
            rows.Clear();
            for (var row = 0; row < batch; row++)
            {
                rows.Add(states[row]);
                for (var direction = 0; direction < layer.Directions; direction++)
                {
                    rows.Project(direction, inputs.AsSpan(At(row, direction), 1), start);
                    rows.SetProjected(row, direction, start);
                }
            }

            layer.Step(rows);
            for (var row = 0; row < batch; row++)
            {
                rows.Scatter(row, states[row]);
                for (var direction = 0; direction < layer.Directions; direction++)
                {
                    rows.Hidden(row, direction).CopyTo(outputs[At(row, direction)].AsSpan(direction * layer.HiddenSize));
                }
            }
        }

        ForEachState((values, numbers) => values.CopyTo(numbers));
        return outputs;

        // Pairs each row of the states, [direction, h or c, padded hidden], with its row of PyTorch's [directions, batch, hidden].
        void ForEachState(PairOfRows action)
        {
            var stride = Lanes.Pad(layer.HiddenSize);
            for (var i = 0; i < layer.Directions * batch; i++)
            {
                var (direction, row) = Math.DivRem(i, batch);
                var values = states[row].AsSpan(direction * (cell.Length > 0 ? 2 : 1) * stride);
                var number = (firstState + i) * layer.HiddenSize;
                action(values[..layer.HiddenSize], hidden.AsSpan(number, layer.HiddenSize));
                if (cell.Length > 0)
                {
                    action(values.Slice(stride, layer.HiddenSize), cell.AsSpan(number, layer.HiddenSize));
                }
            }
        }
    }

    private static float[] Head(
        NetworkShape shape, IReadOnlyDictionary<string, float[]> tensors, IStepKernel kernel, float[][] rows)
    {
        var head = new FeedForwardNetwork(
            new FeedForwardShape(ImageShape.Vector(shape.Directions * shape.HiddenSize), []).Then("head", shape.OutputSize), tensors, kernel);
        var batch = head.CreateBatch(Math.Max(1, rows.Length));
        foreach (var row in rows)
        {
            batch.Add(row);
        }

        head.Step(batch);
        return [.. Enumerable.Range(0, rows.Length).SelectMany(row => batch.Output(row).ToArray())];
    }

    private delegate void PairOfRows(Span<float> values, Span<float> numbers);
}
