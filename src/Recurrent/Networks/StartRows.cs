using RnnCluster.Recurrent.Cells;
using RnnCluster.Recurrent.Kernels;

namespace RnnCluster.Recurrent.Networks;

/// <summary>What the sums of the first layer start from, row by row: products that are there already, or none.</summary>
/// <param name="capacity">Most rows.</param>
/// <param name="stride">Floats of a row of sums.</param>
internal sealed unsafe class StartRows(int capacity, int stride)
{
    private readonly AlignedBuffer _rows = AlignedBuffer.ForRows(capacity, stride);
    private readonly RowPointers _starts = new(capacity);

    /// <summary>A start for each row, once <see cref="Complete"/> was called.</summary>
    public float** Pointer => _starts.Pointer;

    /// <summary>Makes a row start from its own input.</summary>
    public void Clear(int row) => _starts.Set(row, null);

    /// <summary>Makes a row start from what a token's products are, which may lie in the tables themselves.</summary>
    public void Set(int row, EmbeddingTables tables, ReadOnlySpan<int> tokenRows) =>
        _starts.Set(row, tables.Projected(tokenRows, Own(row)));

    /// <summary>Makes a row start from a copy of products.</summary>
    public void Set(int row, ReadOnlySpan<float> products)
    {
        products.CopyTo(new Span<float>(Own(row), stride));
        _starts.Set(row, Own(row));
    }

    /// <summary>Whether any of the first <paramref name="count"/> rows has products.</summary>
    public bool HasAny(int count)
    {
        for (var row = 0; row < count; row++)
        {
            if (_starts.Has(row))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Multiplies the inputs of the rows that have no products, those that lie side by side together.</summary>
    /// <param name="count">Rows.</param>
    /// <param name="cell">The first layer's.</param>
    /// <param name="inputs">Inputs of a row to multiply, from the first one on.</param>
    /// <param name="x"><c>[rows, inputs]</c>.</param>
    public void Complete(int count, RecurrentCell cell, int inputs, RowBlock x)
    {
        for (int row = 0, end; row < count; row = end + 1)
        {
            for (end = row; end < count && !_starts.Has(end); end++)
            {
                _starts.Set(end, Own(end));
            }

            if (end > row)
            {
                cell.Project(end - row, 0, inputs, x.At(row, 0), new RowBlock(_rows, stride).At(row, 0));
            }
        }
    }

    private float* Own(int row) => _rows.Pointer + (nint)row * stride;
}
