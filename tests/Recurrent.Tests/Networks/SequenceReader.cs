using RnnCluster.Recurrent.Kernels;

namespace RnnCluster.Recurrent.Networks;

/// <summary>Reads whole sequences, layer by layer, in one direction or in both; the only way to run a bidirectional network.</summary>
public static class SequenceReader
{
    /// <summary>Runs <paramref name="batch"/> sequences of <paramref name="steps"/> input vectors each.</summary>
    /// <param name="network">Any network.</param>
    /// <param name="inputs"><c>[time, batch, input]</c>.</param>
    /// <param name="steps">Length of the sequences.</param>
    /// <param name="batch">Number of sequences.</param>
    /// <param name="initialHidden"><c>h_0</c>, <c>[layers · directions, batch, hidden]</c>; empty for zeros.</param>
    /// <param name="initialCell"><c>c_0</c> likewise.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than no steps, or no sequence.</exception>
    /// <exception cref="ArgumentException">A span has not the length that the other arguments ask for.</exception>
    public static SequenceOutput Read(
        RecurrentNetwork network,
        ReadOnlySpan<float> inputs,
        int steps,
        int batch,
        ReadOnlySpan<float> initialHidden = default,
        ReadOnlySpan<float> initialCell = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        var shape = network.Shape;
        RequireLength(inputs, steps * batch * shape.InputSize, nameof(inputs));
        var hidden = InitialState(initialHidden, shape, batch, nameof(initialHidden));
        var cell = InitialState(initialCell, shape, batch, nameof(initialCell));
        var layerInputs = Rows.From(inputs, steps * batch, shape.InputSize);
        for (var layer = 0; layer < shape.Layers; layer++)
        {
            var layerOutputs = new Rows(steps * batch, shape.Directions * shape.HiddenSize);
            for (var direction = 0; direction < shape.Directions; direction++)
            {
                var state = layer * shape.Directions + direction;
                ReadLayer(network, layer, direction, layerInputs, layerOutputs, batch, hidden[state], cell[state]);
            }

            layerInputs = layerOutputs;
        }

        var logits = new Rows(steps * batch, network.Head.Stride);
        network.Head.Apply(steps * batch, layerInputs.Block, logits.Block);
        GC.KeepAlive(network);
        return new SequenceOutput(
            layerInputs.ToArray(shape.Directions * shape.HiddenSize),
            [.. hidden.SelectMany(rows => rows.ToArray(shape.HiddenSize))],
            shape.Cell == CellKind.Lstm ? [.. cell.SelectMany(rows => rows.ToArray(shape.HiddenSize))] : [],
            logits.ToArray(shape.OutputSize));
    }

    private static void ReadLayer(
        RecurrentNetwork network, int layer, int direction, Rows inputs, Rows outputs, int batch, Rows hidden, Rows cell)
    {
        var gates = new Rows(batch, network.GateStride);
        var steps = inputs.Count / batch;
        var size = network.Shape.HiddenSize;
        for (var step = 0; step < steps; step++)
        {
            var time = direction == 0 ? step : steps - 1 - step;
            network.Cell(layer, direction).Step(batch, inputs.At(time * batch), hidden.Block, cell.Block, gates.Block);
            for (var row = 0; row < batch; row++)
            {
                hidden.Block.Row(row, size).CopyTo(outputs.At(time * batch + row).From(direction * size).Row(0, size));
            }
        }

        // The blocks are bare pointers: their owners must outlive the loop.
        GC.KeepAlive((inputs, outputs, hidden, cell, gates));
    }

    private static Rows[] InitialState(ReadOnlySpan<float> values, NetworkShape shape, int batch, string name)
    {
        var states = new Rows[shape.Layers * shape.Directions];
        if (!values.IsEmpty)
        {
            RequireLength(values, states.Length * batch * shape.HiddenSize, name);
        }

        for (var state = 0; state < states.Length; state++)
        {
            states[state] = values.IsEmpty
                ? new Rows(batch, shape.HiddenSize)
                : Rows.From(values.Slice(state * batch * shape.HiddenSize, batch * shape.HiddenSize), batch, shape.HiddenSize);
        }

        return states;
    }

    private static void RequireLength(ReadOnlySpan<float> values, int expected, string name)
    {
        if (values.Length != expected)
        {
            throw new ArgumentException($"{name} has {values.Length} values; it must have {expected}", name);
        }
    }

    /// <summary>A padded matrix that owns its memory.</summary>
    private sealed class Rows(int count, int length)
    {
        private readonly AlignedBuffer _buffer = new(count * Lanes.Pad(length));

        public int Count { get; } = count;

        public RowBlock Block => new(_buffer, Lanes.Pad(length));

        public static Rows From(ReadOnlySpan<float> values, int count, int length)
        {
            var rows = new Rows(count, length);
            for (var row = 0; row < count; row++)
            {
                values.Slice(row * length, length).CopyTo(rows.Block.Row(row, length));
            }

            return rows;
        }

        /// <summary>The rows from <paramref name="row"/> on.</summary>
        public unsafe RowBlock At(int row) => new(Block.Pointer + (nint)row * Block.Stride, Block.Stride);

        /// <summary>The first <paramref name="columns"/> columns of all rows, without padding.</summary>
        public float[] ToArray(int columns)
        {
            var values = new float[Count * columns];
            for (var row = 0; row < Count; row++)
            {
                Block.Row(row, columns).CopyTo(values.AsSpan(row * columns));
            }

            return values;
        }
    }
}
