using RnnCluster.Recurrent.Kernels;

namespace RnnCluster.Recurrent.Cells;

/// <summary>Turns PyTorch's stacked gates <c>[gates · hidden, inputs]</c> into panels of neurons, each with all its gates.</summary>
/// <remarks>
/// A panel holds the sums of <see cref="PanelNeurons"/> neurons, slot after slot: when a tile is done, everything that the cell's
/// equations need of these neurons is there.
/// </remarks>
internal static class GatePacking
{
    /// <summary>Neurons of a panel whose cell has <paramref name="slots"/> sums a neuron.</summary>
    public static int PanelNeurons(int slots) => PackedMatrix.PanelWidth / slots;

    /// <summary>Gates side by side, transposed.</summary>
    /// <param name="stacked">Row-major <c>[gates · hidden, inputs]</c>.</param>
    /// <param name="inputs">Columns of <paramref name="stacked"/>.</param>
    /// <param name="hiddenSize">Rows of one gate.</param>
    /// <param name="panelNeurons">Neurons of a panel.</param>
    /// <param name="gates">PyTorch's number of the gate in each slot.</param>
    public static MatrixPart Part(float[] stacked, int inputs, int hiddenSize, int panelNeurons, int[] gates)
    {
        var width = gates.Length * panelNeurons;
        return new MatrixPart(inputs, (input, column) =>
        {
            var neuron = column / width * panelNeurons + column % width % panelNeurons;
            return neuron < hiddenSize ? stacked[(gates[column % width / panelNeurons] * hiddenSize + neuron) * inputs + input] : 0;
        });
    }

    /// <summary>Adds the biases of gates to the sums' starts.</summary>
    /// <param name="stacked"><c>[gates · hidden]</c>.</param>
    /// <param name="hiddenSize">Neurons.</param>
    /// <param name="slots">Sums of a neuron.</param>
    /// <param name="firstSlot">The slot of the first gate.</param>
    /// <param name="gates">PyTorch's number of the gate in each slot from there on.</param>
    /// <param name="starts">In the order of the panels.</param>
    public static void AddBias(
        float[] stacked, int hiddenSize, int slots, int firstSlot, ReadOnlySpan<int> gates, Span<float> starts)
    {
        var panelNeurons = PanelNeurons(slots);
        for (var neuron = 0; neuron < hiddenSize; neuron++)
        {
            var panel = neuron / panelNeurons * panelNeurons;
            var width = Math.Min(panelNeurons, Lanes.Pad(hiddenSize) - panel);
            for (var gate = 0; gate < gates.Length; gate++)
            {
                starts[panel * slots + (firstSlot + gate) * width + (neuron - panel)] += stacked[gates[gate] * hiddenSize + neuron];
            }
        }
    }
}
