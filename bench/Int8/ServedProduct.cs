using RnnCluster.Recurrent.Kernels;

namespace RnnCluster.Int8;

/// <summary>The product as sessions run it: weights of any format, multiplied and summed as float32.</summary>
internal sealed class ServedProduct : Product
{
    private readonly PackedMatrix _weights;
    private readonly AlignedBuffer _inputs;

    public ServedProduct(ProductCase @case, float[] weights, float[] inputs, WeightFormat format)
        : base(@case, $"{format}".ToLowerInvariant())
    {
        _weights = new PackedMatrix(
            @case.Outputs,
            format,
            PackedMatrix.PanelWidth,
            new MatrixPart(@case.Inputs, (input, output) => weights[output * @case.Inputs + input]));
        _inputs = AlignedBuffer.ForRows(@case.Batch, @case.Inputs);
        inputs.CopyTo(_inputs.Span);
    }

    /// <summary>The instruction path.</summary>
    public static string Path => $"{StepKernels.Best.VectorBits}-bit vectors";

    public override int WeightBytes => WeightRounding.Bytes(_weights.Format);

    protected override void Run() =>
        StepKernels.Best.MultiplyAdd(Case.Batch, new RowBlock(_inputs, Case.Inputs), _weights, Outputs);
}
