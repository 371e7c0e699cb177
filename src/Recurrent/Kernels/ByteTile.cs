using System.Runtime.CompilerServices;

namespace RnnCluster.Recurrent.Kernels;

/// <summary>The inner loops of the product of bytes: <c>y[r, j] += s_r s_j · (Σ_i q[r, i] · w[i, j] − z_r · Σ_i w[i, j])</c>.</summary>
/// <remarks>
/// The sums stay in registers: those of six rows in a block of columns, or of one row in four, enough to hide the latency of the
/// instructions (of half a block, on vectors of 128 bits). They are whole numbers, so that their bits depend on no order. Difference to the reference: none.
/// </remarks>
internal static unsafe class ByteTile<TSums, TBytes>
    where TSums : unmanaged
    where TBytes : IBytePath<TSums>
{
    /// <summary>Columns of a row of a tile.</summary>
    public static int Columns => TBytes.TileVectors * TBytes.Lanes;

    /// <summary>Adds the products of some rows and <see cref="Columns"/> columns.</summary>
    /// <param name="rows">1 to <see cref="TileShape.RowsLimit"/>.</param>
    /// <param name="run">The rows and weights.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MultiplyAdd(int rows, in ByteRun run)
    {
        switch (rows)
        {
            case 1:
                Rows<One>(run);
                break;
            case 2:
                Rows<Two>(run);
                break;
            case 3:
                Rows<Three>(run);
                break;
            case 4:
                Rows<Four>(run);
                break;
            case 5:
                Rows<Five>(run);
                break;
            default:
                Rows<Six>(run);
                break;
        }
    }

    /// <summary>Adds the products of one row and <see cref="Columns"/> columns of each of some blocks.</summary>
    /// <param name="blocks">1 to 4.</param>
    /// <param name="run">The row and the weights.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MultiplyAddRow(int blocks, in ByteRun run)
    {
        switch (blocks)
        {
            case 1:
                Row<One>(run);
                break;
            case 2:
                Row<Two>(run);
                break;
            case 3:
                Row<Three>(run);
                break;
            default:
                Row<Four>(run);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows<TRows>(in ByteRun run)
        where TRows : ICount
    {
        byte* x = run.X, w = run.Weights;
        var xStride = run.XStride;
        var x3 = x + 3 * xStride;
        ByteRow<TSums, TBytes> sums0 = default, sums1 = default, sums2 = default, sums3 = default, sums4 = default, sums5 = default;
        for (var groups = run.Groups; groups > 0; groups--)
        {
            var weights = ByteRow<TSums, TBytes>.LoadWeights(w);
            sums0.MultiplyAdd(TBytes.LoadInputs(x), weights);

            if (TRows.Value > 1)
            {
                sums1.MultiplyAdd(TBytes.LoadInputs(x + xStride), weights);
            }

            if (TRows.Value > 2)
            {
                sums2.MultiplyAdd(TBytes.LoadInputs(x + 2 * xStride), weights);
            }

            if (TRows.Value > 3)
            {
                sums3.MultiplyAdd(TBytes.LoadInputs(x3), weights);
            }

            if (TRows.Value > 4)
            {
                sums4.MultiplyAdd(TBytes.LoadInputs(x3 + xStride), weights);
            }

            if (TRows.Value > 5)
            {
                sums5.MultiplyAdd(TBytes.LoadInputs(x3 + 2 * xStride), weights);
            }

            x += PackedMatrix.GroupInputs;
            x3 += PackedMatrix.GroupInputs;
            w += PackedMatrix.GroupBytes;
        }

        var ranges = run.Ranges;
        var columnSums = run.ColumnSums;
        float* scales = run.Scales, y = run.Y;
        var yStride = run.YStride;
        sums0.AddTo(ranges[0], columnSums, scales, y);

        if (TRows.Value > 1)
        {
            sums1.AddTo(ranges[1], columnSums, scales, y + yStride);
        }

        if (TRows.Value > 2)
        {
            sums2.AddTo(ranges[2], columnSums, scales, y + 2 * yStride);
        }

        if (TRows.Value > 3)
        {
            sums3.AddTo(ranges[3], columnSums, scales, y + 3 * yStride);
        }

        if (TRows.Value > 4)
        {
            sums4.AddTo(ranges[4], columnSums, scales, y + 4 * yStride);
        }

        if (TRows.Value > 5)
        {
            sums5.AddTo(ranges[5], columnSums, scales, y + 5 * yStride);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Row<TBlocks>(in ByteRun run)
        where TBlocks : ICount
    {
        byte* x = run.X, w = run.Weights;
        var stride = run.BlockStride;
        ByteRow<TSums, TBytes> sums0 = default, sums1 = default, sums2 = default, sums3 = default;
        for (var groups = run.Groups; groups > 0; groups--)
        {
            var inputs = TBytes.LoadInputs(x);
            sums0.MultiplyAdd(inputs, ByteRow<TSums, TBytes>.LoadWeights(w));

            if (TBlocks.Value > 1)
            {
                sums1.MultiplyAdd(inputs, ByteRow<TSums, TBytes>.LoadWeights(w + stride));
            }

            if (TBlocks.Value > 2)
            {
                sums2.MultiplyAdd(inputs, ByteRow<TSums, TBytes>.LoadWeights(w + 2 * stride));
            }

            if (TBlocks.Value > 3)
            {
                sums3.MultiplyAdd(inputs, ByteRow<TSums, TBytes>.LoadWeights(w + 3 * stride));
            }

            x += PackedMatrix.GroupInputs;
            w += PackedMatrix.GroupBytes;
        }

        const int block = PackedMatrix.BlockColumns;
        var range = *run.Ranges;
        var columnSums = run.ColumnSums;
        float* scales = run.Scales, y = run.Y;
        sums0.AddTo(range, columnSums, scales, y);

        if (TBlocks.Value > 1)
        {
            sums1.AddTo(range, columnSums + 1 * block, scales + 1 * block, y + 1 * block);
        }

        if (TBlocks.Value > 2)
        {
            sums2.AddTo(range, columnSums + 2 * block, scales + 2 * block, y + 2 * block);
        }

        if (TBlocks.Value > 3)
        {
            sums3.AddTo(range, columnSums + 3 * block, scales + 3 * block, y + 3 * block);
        }
    }
}
