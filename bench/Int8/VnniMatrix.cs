using RnnCluster.Recurrent.Kernels;

namespace RnnCluster.Int8;

/// <summary>Weights of 8 bits in the order of VNNI: panels of 16 outputs, in these groups of four inputs, each output's four side by side.</summary>
internal sealed unsafe class VnniMatrix
{
    /// <summary>Outputs of a panel.</summary>
    public const int PanelWidth = 16;

    /// <summary>Inputs that one instruction multiplies for an output.</summary>
    public const int GroupInputs = 4;

    private readonly AlignedBuffer _panels;
    private readonly AlignedBuffer _scales;
    private readonly AlignedBuffer _sums;

    /// <param name="weights"><c>[outputs, inputs]</c>.</param>
    /// <param name="inputs">A multiple of four.</param>
    /// <param name="outputs">A multiple of 16.</param>
    public VnniMatrix(float[] weights, int inputs, int outputs)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(inputs % GroupInputs, 0);
        ArgumentOutOfRangeException.ThrowIfNotEqual(outputs % PanelWidth, 0);
        (Inputs, Outputs) = (inputs, outputs);
        _panels = AlignedBuffer.ForRows(inputs, outputs / sizeof(float));
        _scales = new AlignedBuffer(outputs);
        _sums = new AlignedBuffer(outputs);
        for (var output = 0; output < outputs; output++)
        {
            Write(output, weights.AsSpan(output * inputs, inputs));
        }
    }

    public int Inputs { get; }

    public int Outputs { get; }

    /// <summary>The panel that starts at <paramref name="output"/>, <c>[inputs / 4, 16, 4]</c>.</summary>
    public sbyte* Panel(int output) => (sbyte*)_panels.Pointer + (nint)output * Inputs;

    /// <summary>Of every output from <paramref name="output"/> on, what its sum is multiplied by.</summary>
    public float* Scales(int output) => _scales.Pointer + output;

    /// <summary>Of every output from <paramref name="output"/> on, the sum of its weights as whole numbers.</summary>
    public int* Sums(int output) => (int*)_sums.Pointer + output;

    private void Write(int output, ReadOnlySpan<float> weights)
    {
        var panel = output / PanelWidth * PanelWidth;
        var scale = WeightRounding.Int8Scale(weights);
        var sum = 0;
        for (var input = 0; input < weights.Length; input++)
        {
            var weight = WeightRounding.ToInt8(weights[input], scale);
            Panel(panel)[(input / GroupInputs * PanelWidth + (output - panel)) * GroupInputs + input % GroupInputs] = weight;
            sum += weight;
        }

        *Scales(output) = scale;
        *Sums(output) = sum;
    }
}
