using System.Runtime.CompilerServices;

namespace RnnCluster.Recurrent.Kernels;

/// <summary>A panel's product of bytes: weights of −127 to 127 with a scale for each column, inputs rounded to 8 bits a row.</summary>
/// <remarks>
/// With <c>x = s_x · (q − z)</c> and <c>W = s_w · w</c> is <c>Σ x W = s_x s_w · (Σ q w − z Σ w)</c>. Both sums are exact: no term of
/// <see cref="PackedMatrix.ByteInputsLimit"/> inputs, 255 · 127 each, leaves 32 bits. A block of columns is multiplied with all rows while its
/// weights are in the first-level cache.
/// </remarks>
internal readonly unsafe struct BytePanel<TVector, TPath, TSums, TBytes> : IPanel
    where TVector : unmanaged
    where TPath : IVectorPath<TVector>
    where TSums : unmanaged
    where TBytes : IBytePath<TSums>
{
    // Fewer rows are taken one by one: a tile of them would have too few sums to hide the latency of its instructions.
    private const int TileRowsLeast = 3;

    public static int RowsLimit => RoundedRows.RowsLimit;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static PanelInputs Read(PackedMatrix weights, int part, int first, int inputs, int rows, RowBlock x)
    {
        // Bytes of a group that are not of these inputs are zero.
        var lead = first % PackedMatrix.GroupInputs;
        var groups = Groups(first, inputs);
        var rounded = RoundedRows.OfThread(part, groups * PackedMatrix.GroupInputs);
        for (var row = 0; row < rows && inputs > 0; row++)
        {
            var bytes = rounded.Pointer + (nint)row * rounded.Stride;
            *(uint*)bytes = 0;
            ((uint*)bytes)[groups - 1] = 0;
            rounded.Ranges[row] = RowRounding<TVector, TPath>.Round(x.At(row, 0).Pointer, inputs, bytes + lead);
        }

        return new PanelInputs
        {
            Part = part,
            First = first,
            Count = inputs,
            Rows = rows,
            Rounded = rounded,
            ColumnSums = weights.ColumnSums(part, first, inputs),
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MultiplyAdd(in PanelInputs inputs, PackedMatrix weights, int column, RowBlock y, byte* next)
    {
        if (inputs.Count == 0)
        {
            return;
        }

        var run = new ByteRun
        {
            Groups = Groups(inputs.First, inputs.Count),
            X = inputs.Rounded!.Pointer,
            XStride = inputs.Rounded.Stride,
            Ranges = inputs.Rounded.Ranges,
            Weights = weights.Weights(inputs.Part, column) + inputs.First / PackedMatrix.GroupInputs * PackedMatrix.GroupBytes,
            BlockStride = weights.BlockBytes(inputs.Part),
            ColumnSums = inputs.ColumnSums + column,
            Scales = weights.Scales(inputs.Part, column),
            Y = y.Pointer,
            YStride = y.Stride,
        };
        var blocks = weights.PanelWidthAt(column) / PackedMatrix.BlockColumns;
        if (inputs.Rows < TileRowsLeast)
        {
            OneByOne(inputs.Rows, blocks, ref run);
        }
        else
        {
            Tiles(inputs.Rows, blocks, ref run);
        }
    }

    private static int Groups(int first, int inputs) =>
        (first % PackedMatrix.GroupInputs + inputs + PackedMatrix.GroupInputs - 1) / PackedMatrix.GroupInputs;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void OneByOne(int rows, int blocks, ref ByteRun run)
    {
        var first = run;
        for (var row = 0; row < rows; row++)
        {
            run.X = first.X + row * first.XStride;
            run.Ranges = first.Ranges + row;
            for (var column = 0; column < PackedMatrix.BlockColumns; column += ByteTile<TSums, TBytes>.Columns)
            {
                run.Weights = first.Weights + column * PackedMatrix.GroupInputs;
                run.ColumnSums = first.ColumnSums + column;
                run.Scales = first.Scales + column;
                run.Y = first.Y + row * first.YStride + column;
                ByteTile<TSums, TBytes>.MultiplyAddRow(blocks, run);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tiles(int rows, int blocks, ref ByteRun run)
    {
        var first = run;
        for (var column = 0; column < blocks * PackedMatrix.BlockColumns; column += ByteTile<TSums, TBytes>.Columns)
        {
            run.Weights = first.Weights
                + column / PackedMatrix.BlockColumns * first.BlockStride
                + column % PackedMatrix.BlockColumns * PackedMatrix.GroupInputs;
            run.ColumnSums = first.ColumnSums + column;
            run.Scales = first.Scales + column;
            for (int row = 0, count; row < rows; row += count)
            {
                count = TileShape.NextRows(rows - row);
                run.X = first.X + row * first.XStride;
                run.Ranges = first.Ranges + row;
                run.Y = first.Y + row * first.YStride + column;
                ByteTile<TSums, TBytes>.MultiplyAdd(count, run);
            }
        }
    }
}
