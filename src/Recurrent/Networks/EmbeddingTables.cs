using System.Numerics.Tensors;
using RnnCluster.Recurrent.Cells;
using RnnCluster.Recurrent.Kernels;

namespace RnnCluster.Recurrent.Networks;

/// <summary>The embedding tables of a network, and where it pays their products with the first cell's input weights.</summary>
/// <remarks>
/// An embedding only ever meets the input weights of the first cell. So a table of those products, a row for each token, saves a step
/// the whole input half: a token costs one look-up. With one table, a row starts from the cell's bias and its bits are those of the
/// product itself. With several, the rows of a token are added, the first with the bias.
/// </remarks>
internal sealed unsafe class EmbeddingTables
{
    /// <summary>Most bytes of the projected tables of a network; beyond it, embeddings are multiplied at every step. 64 MiB.</summary>
    public const long ProjectedBytesLimit = 64L << 20;

    private readonly (float[] Weights, int Size)[] _tables;
    private readonly AlignedBuffer[] _projected = [];
    private readonly int _stride;

    /// <param name="shape">The tables.</param>
    /// <param name="tensors">The <c>state_dict</c>.</param>
    /// <param name="cell">The cell that reads the embeddings; null for none whose products could be kept.</param>
    public EmbeddingTables(NetworkShape shape, IReadOnlyDictionary<string, float[]> tensors, RecurrentCell? cell = null)
    {
        _tables = [.. shape.Embeddings.Select(table => (tensors[$"{shape.Prefix}{table.Name}.weight"], table.Size))];
        _stride = cell?.StartStride ?? 0;
        if (cell is not null && _tables.Length > 0 && shape.Embeddings.Sum(table => (long)table.Rows) * _stride * sizeof(float) <= ProjectedBytesLimit)
        {
            _projected = [.. Enumerable.Range(0, _tables.Length).Select(table => Project(table, cell))];
        }
    }

    /// <summary>Whether tokens have projected rows.</summary>
    public bool IsProjected => _projected.Length > 0;

    /// <summary>Writes the embeddings of a token, table after table.</summary>
    /// <param name="rows">A row for each table.</param>
    /// <param name="input">Receives them; may be longer.</param>
    public void Embed(ReadOnlySpan<int> rows, Span<float> input)
    {
        var column = 0;
        for (var table = 0; table < _tables.Length; table++)
        {
            var (weights, size) = _tables[table];
            weights.AsSpan(rows[table] * size, size).CopyTo(input[column..]);
            column += size;
        }
    }

    /// <summary>What the first cell's sums start from when it reads a token.</summary>
    /// <param name="rows">A row for each table.</param>
    /// <param name="sum">Working space, as long as a row of sums; used when there are several tables.</param>
    /// <returns>The row; of a table, or of <paramref name="sum"/>.</returns>
    public float* Projected(ReadOnlySpan<int> rows, float* sum)
    {
        if (_projected.Length == 1)
        {
            return Row(0, rows[0]);
        }

        var total = new Span<float>(sum, _stride);
        new Span<float>(Row(0, rows[0]), _stride).CopyTo(total);
        for (var table = 1; table < _projected.Length; table++)
        {
            TensorPrimitives.Add(total, new ReadOnlySpan<float>(Row(table, rows[table]), _stride), total);
        }

        return sum;
    }

    private float* Row(int table, int row)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)(_projected[table].Length / _stride));
        return _projected[table].Pointer + (nint)row * _stride;
    }

    private AlignedBuffer Project(int table, RecurrentCell cell)
    {
        var (weights, size) = _tables[table];
        var rows = weights.Length / size;
        var products = AlignedBuffer.ForRows(rows, _stride);
        var first = _tables.Take(table).Sum(before => before.Size);
        fixed (float* embeddings = weights)
        {
            cell.Project(rows, first, size, new RowBlock(embeddings, size), new RowBlock(products, _stride));
        }

        return products;
    }
}
