using RnnCluster.Recurrent.Cells;
using RnnCluster.Recurrent.Kernels;

namespace RnnCluster.Recurrent.Networks;

/// <summary>Working space to multiply several inputs of a sequence with a cell's input weights, as one matrix product.</summary>
internal sealed class InputProjection
{
    /// <summary>Most inputs at once: enough to read the weights once for many, few enough that a pass stays short.</summary>
    public const int RowsLimit = 16;

    private readonly RecurrentCell _cell;
    private readonly AlignedBuffer _inputs;
    private readonly AlignedBuffer _starts;
    private readonly int _count;
    private readonly int _stride;

    /// <param name="cell">The cell.</param>
    /// <param name="count">Inputs of the cell to take, from the first one on.</param>
    public InputProjection(RecurrentCell cell, int count)
    {
        _cell = cell;
        _count = count;
        _stride = Lanes.Pad(count);
        _inputs = AlignedBuffer.ForRows(RowsLimit, _stride);
        _starts = AlignedBuffer.ForRows(RowsLimit, cell.StartStride);
    }

    /// <summary>Where to write an input vector.</summary>
    public Span<float> Input(int row) => _inputs.Span.Slice(row * _stride, _count);

    /// <summary>Multiplies the first rows.</summary>
    /// <param name="starts"><see cref="RecurrentCell.StartStride"/> floats for each row, at most <see cref="RowsLimit"/>.</param>
    public void Run(Span<float> starts)
    {
        var rows = starts.Length / _cell.StartStride;
        _cell.Project(rows, 0, _count, new RowBlock(_inputs, _stride), new RowBlock(_starts, _cell.StartStride));

        // The blocks are bare pointers: their owner must outlive the kernels.
        GC.KeepAlive(this);
        _starts.Span[..(rows * _cell.StartStride)].CopyTo(starts);
    }
}
