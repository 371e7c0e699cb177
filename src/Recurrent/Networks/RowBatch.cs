using RnnCluster.Recurrent.Cells;
using RnnCluster.Recurrent.Kernels;

namespace RnnCluster.Recurrent.Networks;

/// <summary>The rows that one step advances together, and the working space for it. Not thread-safe.</summary>
public abstract class RowBatch
{
    private protected RowBatch(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        Capacity = capacity;
    }

    /// <summary>Rows that the kernels take through the weights together: fewer cost nearly as much.</summary>
    public const int TileRows = TileShape.RowsLimit;

    /// <summary>Most inputs of a sequence that are multiplied at once, ahead of the steps that read them.</summary>
    public const int ProjectionRowsLimit = InputProjection.RowsLimit;

    /// <summary>Most rows that fit.</summary>
    public int Capacity { get; }

    /// <summary>Rows of this pass.</summary>
    public int Count { get; private set; }

    /// <summary>Whether this pass reads the weights from their end: passes take turns, see <see cref="CellRows.IsReversed"/>.</summary>
    internal bool IsReversed { get; private set; }

    /// <summary>Forgets the rows of the last pass.</summary>
    public void Clear() => Truncate(0);

    /// <summary>Keeps the first <paramref name="count"/> rows and forgets the others.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer rows.</exception>
    public void Truncate(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Count);
        Count = count;
    }

    /// <summary>The other way round than the pass before.</summary>
    internal void Turn() => IsReversed = !IsReversed;

    /// <summary>Takes the next row.</summary>
    /// <exception cref="InvalidOperationException">The batch is full.</exception>
    private protected int TakeRow() => Count < Capacity
        ? Count++
        : throw new InvalidOperationException($"the batch holds {Capacity} rows already");

    /// <summary>A row of a buffer of this batch.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    private protected Span<float> Row(AlignedBuffer rows, int row, int stride)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, Count);
        return rows.Span.Slice(row * stride, stride);
    }
}
