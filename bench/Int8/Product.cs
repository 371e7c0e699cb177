using RnnCluster.Kernels.Timing;
using RnnCluster.Recurrent.Kernels;

namespace RnnCluster.Int8;

/// <summary>The product <c>y[r, j] += Σ_i x[r, i] · W[i, j]</c> as sessions run it, with weights of one format.</summary>
internal sealed class Product : IWorkload
{
    private readonly ProductCase _case;
    private readonly PackedMatrix _weights;
    private readonly AlignedBuffer _inputs;
    private readonly AlignedBuffer _outputs;

    /// <param name="case">The sizes.</param>
    /// <param name="weights"><c>[outputs, inputs]</c>.</param>
    /// <param name="inputs"><c>[batch, inputs]</c>.</param>
    /// <param name="format">What the weights are rounded to.</param>
    public Product(ProductCase @case, float[] weights, float[] inputs, WeightFormat format)
    {
        _case = @case;
        _weights = new PackedMatrix(
            @case.Outputs,
            format,
            PackedMatrix.PanelWidth,
            new MatrixPart(@case.Inputs, (input, output) => weights[output * @case.Inputs + input]));
        _inputs = AlignedBuffer.ForRows(@case.Batch, @case.Inputs);
        inputs.CopyTo(_inputs.Span);
        _outputs = AlignedBuffer.ForRows(@case.Batch, @case.Outputs);
    }

    /// <summary>The instruction path.</summary>
    public static string Path => $"{StepKernels.Best.VectorBits}-bit vectors";

    public WeightFormat Format => _weights.Format;

    /// <summary>How it is called in the report.</summary>
    public string Name => $"{Format}".ToLowerInvariant();

    public void Repeat(long times)
    {
        for (var time = 0L; time < times; time++)
        {
            Run();
        }
    }

    /// <summary>The product alone, <c>[batch, outputs]</c>.</summary>
    public float[] Once()
    {
        _outputs.Span.Clear();
        Run();
        return _outputs.Span.ToArray();
    }

    private void Run() => StepKernels.Best.MultiplyAdd(
        _case.Batch, new RowBlock(_inputs, _case.Inputs), _weights, new RowBlock(_outputs, _case.Outputs));
}
