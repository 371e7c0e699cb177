using RnnCluster.Recurrent.Cells;
using RnnCluster.Recurrent.Kernels;

namespace RnnCluster.Recurrent.Tests.Cells;

/// <summary>Ways to take one step of a cell.</summary>
internal static unsafe class CellRun
{
    /// <summary>Steps all rows together.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="rows">The rows before.</param>
    /// <param name="isReversed">Whether the panels are taken from the last one on.</param>
    /// <param name="pieces">
    /// How many inputs to project beforehand, piece after piece from the first input on; the products of the pieces are added.
    /// With none, the step multiplies all inputs by itself.
    /// </param>
    /// <returns><c>h</c> and <c>c</c> after, with their padding.</returns>
    public static CellRow[] Step(RecurrentCell cell, IReadOnlyList<CellRow> rows, bool isReversed = false, params int[] pieces)
    {
        var stride = cell.HiddenStride;
        var inputStride = Lanes.Pad(cell.InputSize);
        var inputs = AlignedBuffer.ForRows(rows.Count, inputStride);
        var previous = AlignedBuffer.ForRows(rows.Count, stride);
        var hidden = AlignedBuffer.ForRows(rows.Count, stride);
        var state = AlignedBuffer.ForRows(rows.Count, stride);

        // What was there must not matter: neither behind the inputs nor where the result goes.
        inputs.Span.Fill(float.NaN);
        hidden.Span.Fill(float.NaN);
        for (var row = 0; row < rows.Count; row++)
        {
            rows[row].Input.CopyTo(inputs.Span[(row * inputStride)..]);
            rows[row].Hidden.CopyTo(previous.Span[(row * stride)..]);
            rows[row].Cell.CopyTo(state.Span[(row * stride)..]);
        }

        var starts = pieces.Length == 0 ? null : Project(cell, rows.Count, new RowBlock(inputs, inputStride), pieces);
        var pointers = new RowPointers(rows.Count);
        for (var row = 0; starts is not null && row < rows.Count; row++)
        {
            pointers.Set(row, starts.Pointer + (nint)row * cell.StartStride);
        }

        cell.Step(new CellRows
        {
            Count = rows.Count,
            Inputs = new(inputs, inputStride),
            Starts = starts is null ? null : pointers.Pointer,
            ProjectedInputs = pieces.Sum(),
            Previous = new(previous, stride),
            Hidden = new(hidden, stride),
            Cell = new(state, stride),
            IsReversed = isReversed,
        });
        GC.KeepAlive((cell, inputs, previous, starts, pointers));
        return
        [
            .. rows.Select((row, at) => new CellRow(
                row.Input, [.. hidden.Span.Slice(at * stride, stride)], [.. state.Span.Slice(at * stride, stride)])),
        ];
    }

    private static AlignedBuffer Project(RecurrentCell cell, int rows, RowBlock inputs, int[] pieces)
    {
        var sums = AlignedBuffer.ForRows(rows, cell.StartStride);
        var first = 0;
        foreach (var piece in pieces)
        {
            var products = AlignedBuffer.ForRows(rows, cell.StartStride);
            cell.Project(rows, first, piece, inputs.At(0, first), new RowBlock(products, cell.StartStride));
            for (var at = 0; at < sums.Length; at++)
            {
                sums.Span[at] = first == 0 ? products.Span[at] : sums.Span[at] + products.Span[at];
            }

            first += piece;
        }

        return sums;
    }
}
