using RnnCluster.Recurrent.Kernels;

namespace RnnCluster.Int8;

/// <summary>The product in whole numbers: weights and inputs of 8 bits, exact sums of 32 bits, then one multiplication by the scales.</summary>
/// <remarks>
/// With <c>x = s_x · (q − z)</c> and <c>W_j = s_j · w_j</c> is <c>x · W_j = s_x s_j · (Σ q w − z Σ w)</c>. A row of inputs is rounded anew
/// in every step, to the range that it has.
/// </remarks>
internal sealed unsafe class VnniProduct : Product
{
    private readonly VnniMatrix _weights;
    private readonly AlignedBuffer _inputs;
    private readonly AlignedBuffer _rounded;
    private readonly InputRange[] _ranges;

    public VnniProduct(ProductCase @case, float[] weights, float[] inputs)
        : base(@case, "int8 × uint8 with VNNI")
    {
        _weights = new VnniMatrix(weights, @case.Inputs, @case.Outputs);
        _inputs = AlignedBuffer.ForRows(@case.Batch, @case.Inputs);
        inputs.CopyTo(_inputs.Span);
        _rounded = AlignedBuffer.ForRows(@case.Batch, @case.Inputs / sizeof(float));
        _ranges = new InputRange[@case.Batch];
    }

    public override int WeightBytes => sizeof(sbyte);

    protected override void Run()
    {
        var rounded = (byte*)_rounded.Pointer;
        for (var row = 0; row < Case.Batch; row++)
        {
            _ranges[row] = InputRange.Round(_inputs.Span.Slice(row * Case.Inputs, Case.Inputs), rounded + row * Case.Inputs);
        }

        fixed (InputRange* ranges = _ranges)
        {
            VnniKernel.MultiplyAdd(Case.Batch, rounded, ranges, _weights, Outputs);
        }
    }
}
