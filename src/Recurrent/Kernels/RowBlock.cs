namespace RnnCluster.Recurrent.Kernels;

/// <summary>A window on a row-major matrix, <c>[rows, stride]</c>; the rows of a step's batch lie in such blocks.</summary>
internal readonly unsafe struct RowBlock(float* pointer, int stride)
{
    public float* Pointer { get; } = pointer;

    /// <summary>Floats from one row to the next.</summary>
    public int Stride { get; } = stride;

    public RowBlock(AlignedBuffer buffer, int stride)
        : this(buffer.Pointer, stride)
    {
    }

    /// <summary>The first <paramref name="length"/> floats of row <paramref name="row"/>.</summary>
    public Span<float> Row(int row, int length) => new(Pointer + (nint)row * Stride, length);

    /// <summary>Makes each of the first <paramref name="rows"/> rows begin with <paramref name="values"/>.</summary>
    public void Fill(int rows, ReadOnlySpan<float> values)
    {
        for (var row = 0; row < rows; row++)
        {
            values.CopyTo(Row(row, values.Length));
        }
    }

    /// <summary>The same matrix, seen from a row and a column on.</summary>
    public RowBlock At(int row, int column) => new(Pointer + (nint)row * Stride + column, Stride);
}
