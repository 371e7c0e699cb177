using RnnCluster.Recurrent.Kernels;

namespace RnnCluster.Recurrent.Cells;

/// <summary>Turns PyTorch's stacked gates <c>[gates · hidden, inputs]</c> into packed columns, each gate padded to whole vectors.</summary>
internal static class GatePacking
{
    /// <summary>Packs the gates named by <paramref name="gateOrder"/> (PyTorch's numbers) side by side, transposed.</summary>
    /// <param name="stacked">Row-major <c>[gates · hidden, inputs]</c>.</param>
    /// <param name="inputs">Columns of <paramref name="stacked"/>.</param>
    /// <param name="hiddenSize">Rows of one gate.</param>
    /// <param name="gateOrder">Which gates, in the order in which the cell wants them.</param>
    public static PackedMatrix Weights(float[] stacked, int inputs, int hiddenSize, params int[] gateOrder)
    {
        var stride = Lanes.Pad(hiddenSize);
        return new PackedMatrix(inputs, gateOrder.Length * stride, (input, column) =>
        {
            var neuron = column % stride;
            return neuron < hiddenSize
                ? stacked[(gateOrder[column / stride] * hiddenSize + neuron) * inputs + input]
                : 0;
        });
    }

    /// <summary>Copies a gate's bias to the front of <paramref name="destination"/>, added to what is there.</summary>
    public static void AddBias(float[] stacked, int hiddenSize, int gate, Span<float> destination)
    {
        for (var neuron = 0; neuron < hiddenSize; neuron++)
        {
            destination[neuron] += stacked[gate * hiddenSize + neuron];
        }
    }
}
