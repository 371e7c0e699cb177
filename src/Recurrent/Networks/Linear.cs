using RnnCluster.Recurrent.Cells;
using RnnCluster.Recurrent.Kernels;

namespace RnnCluster.Recurrent.Networks;

/// <summary>A linear layer, PyTorch's <c>nn.Linear</c>: <c>y = x·W + b</c>.</summary>
internal sealed class Linear
{
    private static readonly int[] OneGate = [0];

    private readonly IStepKernel _kernel;
    private readonly PackedMatrix _weights;
    private readonly AlignedBuffer _bias;

    /// <param name="name">Name of the module; its tensors are <c>NAME.weight</c>, <c>[outputs, inputs]</c>, and <c>NAME.bias</c>.</param>
    /// <param name="inputs">Length of <c>x</c>.</param>
    /// <param name="size">Length of <c>y</c>.</param>
    /// <param name="tensors">The <c>state_dict</c>.</param>
    /// <param name="kernel">The instruction path.</param>
    /// <param name="format">How the weights lie in memory.</param>
    public Linear(
        string name,
        int inputs,
        int size,
        IReadOnlyDictionary<string, float[]> tensors,
        IStepKernel kernel,
        WeightFormat format = WeightFormat.Float32)
    {
        Size = size;
        Stride = Lanes.Pad(Size);
        _kernel = kernel;
        _weights = new PackedMatrix(
            Stride,
            format,
            PackedMatrix.PanelWidth,
            GatePacking.Part(tensors[$"{name}.weight"], inputs, Size, PackedMatrix.PanelWidth, OneGate));
        _bias = new AlignedBuffer(Stride);
        tensors[$"{name}.bias"].CopyTo(_bias.Span);
    }

    /// <summary>Length of <c>y</c>.</summary>
    public int Size { get; }

    /// <summary><see cref="Size"/>, padded to whole vectors.</summary>
    public int Stride { get; }

    /// <summary>Applies the layer to <paramref name="rows"/> rows.</summary>
    /// <param name="rows">Rows of the batch.</param>
    /// <param name="inputs"><c>x</c>, <c>[rows, inputs]</c>.</param>
    /// <param name="outputs"><c>y</c>, <c>[rows, Stride]</c>.</param>
    public void Apply(int rows, RowBlock inputs, RowBlock outputs)
    {
        outputs.Fill(rows, _bias.Span);
        _kernel.MultiplyAdd(rows, inputs, _weights, outputs);
    }
}
