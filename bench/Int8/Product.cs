using RnnCluster.Kernels.Timing;
using RnnCluster.Recurrent.Kernels;

namespace RnnCluster.Int8;

/// <summary>One way to compute <c>y[r, j] += Σ_i x[r, i] · W[i, j]</c>.</summary>
internal abstract class Product(ProductCase @case, string name) : IWorkload
{
    private readonly AlignedBuffer _outputs = AlignedBuffer.ForRows(@case.Batch, @case.Outputs);

    /// <summary>How it is called in the report.</summary>
    public string Name => name;

    /// <summary>Bytes of a weight.</summary>
    public abstract int WeightBytes { get; }

    protected ProductCase Case => @case;

    protected RowBlock Outputs => new(_outputs, @case.Outputs);

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

    /// <summary>Adds the product to <see cref="Outputs"/>.</summary>
    protected abstract void Run();
}
