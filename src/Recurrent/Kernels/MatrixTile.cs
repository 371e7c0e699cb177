using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace RnnCluster.Recurrent.Kernels;

/// <summary>The inner loop of every product: <c>y[r, j] += Σ_i x[r, i] · W[i, j]</c> for one panel and up to six rows.</summary>
/// <remarks>
/// The sums stay in registers; a step of the loop reads one row of the panel and one input of each row of the batch. Lane <c>l</c> of
/// vector <c>v</c> is column <c>v · lanes + l</c>. Inputs are added in ascending order, one fused multiply-add each, so an element's
/// bits depend on neither the rows beside it nor the width of the vectors. Difference to the reference: none.
/// </remarks>
internal static unsafe class MatrixTile<TVector, TPath, TFormat>
    where TVector : unmanaged
    where TPath : IVectorPath<TVector>
    where TFormat : IWeightFormat
{
    private const int CacheLineBytes = 64;

    /// <summary>Adds the products of one tile.</summary>
    /// <param name="rows">1 to <see cref="TileShape.RowsLimit"/>.</param>
    /// <param name="vectors">Vectors of a row, 1 to 4.</param>
    /// <param name="run">The rows and weights.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MultiplyAdd(int rows, int vectors, in TileRun run)
    {
        switch (4 * rows + vectors)
        {
            case 4 * 1 + 1:
                Run<One>(run);
                break;
            case 4 * 1 + 2:
                Run<Two>(run);
                break;
            case 4 * 1 + 3:
                Run<Three>(run);
                break;
            case 4 * 1 + 4:
                Run<Four>(run);
                break;
            case 4 * 2 + 1:
                Run<Two, One>(run);
                break;
            case 4 * 2 + 2:
                Run<Two, Two>(run);
                break;
            case 4 * 2 + 3:
                Run<Two, Three>(run);
                break;
            case 4 * 2 + 4:
                Run<Two, Four>(run);
                break;
            case 4 * 3 + 1:
                Run<Three, One>(run);
                break;
            case 4 * 3 + 2:
                Run<Three, Two>(run);
                break;
            case 4 * 3 + 3:
                Run<Three, Three>(run);
                break;
            case 4 * 3 + 4:
                Run<Three, Four>(run);
                break;
            case 4 * 4 + 1:
                Run<Four, One>(run);
                break;
            case 4 * 4 + 2:
                Run<Four, Two>(run);
                break;
            case 4 * 4 + 3:
                Run<Four, Three>(run);
                break;
            case 4 * 4 + 4:
                Run<Four, Four>(run);
                break;
            case 4 * 5 + 1:
                Run<Five, One>(run);
                break;
            case 4 * 5 + 2:
                Run<Five, Two>(run);
                break;
            case 4 * 5 + 3:
                Run<Five, Three>(run);
                break;
            case 4 * 5 + 4:
                Run<Five, Four>(run);
                break;
            case 4 * 6 + 1:
                Run<Six, One>(run);
                break;
            case 4 * 6 + 2:
                Run<Six, Two>(run);
                break;
            case 4 * 6 + 3:
                Run<Six, Three>(run);
                break;
            default:
                Run<Six, Four>(run);
                break;
        }
    }

    // One row has little to do for an input: four in a round leave more of the processor's window to the weights ahead.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<TVectors>(in TileRun run)
        where TVectors : ICount
    {
        float* x = run.X, y = run.Y;
        var w = run.Weights;
        var wStride = run.WeightStride;
        var inputs = run.Inputs;
        var sums = TileRow<TVector, TPath>.Load<TVectors>(y);
        for (; inputs > 3; inputs -= 4, x += 4, w += 4 * wStride)
        {
            sums.MultiplyAdd<TVectors>(x[0], TileRow<TVector, TPath>.LoadWeights<TVectors, TFormat>(w));
            sums.MultiplyAdd<TVectors>(x[1], TileRow<TVector, TPath>.LoadWeights<TVectors, TFormat>(w + wStride));
            sums.MultiplyAdd<TVectors>(x[2], TileRow<TVector, TPath>.LoadWeights<TVectors, TFormat>(w + 2 * wStride));
            sums.MultiplyAdd<TVectors>(x[3], TileRow<TVector, TPath>.LoadWeights<TVectors, TFormat>(w + 3 * wStride));
        }

        for (; inputs > 0; inputs--, x++, w += wStride)
        {
            sums.MultiplyAdd<TVectors>(x[0], TileRow<TVector, TPath>.LoadWeights<TVectors, TFormat>(w));
        }

        sums.Store<TVectors>(y);
    }

    // Without tiers: a kernel must be at its best when it runs for the first time.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<TRows, TVectors>(in TileRun run)
        where TRows : ICount
        where TVectors : ICount
    {
        float* x = run.X, y = run.Y;
        byte* w = run.Weights, ahead = run.Ahead;
        nint xStride = run.XStride, yStride = run.YStride, wStride = run.WeightStride, aheadStep = run.AheadStep;
        var sums0 = TileRow<TVector, TPath>.Load<TVectors>(y);
        var sums1 = TRows.Value > 1 ? TileRow<TVector, TPath>.Load<TVectors>(y + yStride) : default;
        var sums2 = TRows.Value > 2 ? TileRow<TVector, TPath>.Load<TVectors>(y + 2 * yStride) : default;
        var sums3 = TRows.Value > 3 ? TileRow<TVector, TPath>.Load<TVectors>(y + 3 * yStride) : default;
        var sums4 = TRows.Value > 4 ? TileRow<TVector, TPath>.Load<TVectors>(y + 4 * yStride) : default;
        var sums5 = TRows.Value > 5 ? TileRow<TVector, TPath>.Load<TVectors>(y + 5 * yStride) : default;
        var x3 = x + 3 * xStride;
        for (var inputs = run.Inputs; inputs > 0; inputs--, x++, x3++, w += wStride, ahead += aheadStep)
        {
            if (Sse.IsSupported)
            {
                Sse.Prefetch0(ahead);
                Sse.Prefetch0(ahead + CacheLineBytes);
            }

            var weights = TileRow<TVector, TPath>.LoadWeights<TVectors, TFormat>(w);
            sums0.MultiplyAdd<TVectors>(x[0], weights);
            if (TRows.Value > 1)
            {
                sums1.MultiplyAdd<TVectors>(x[xStride], weights);
            }

            if (TRows.Value > 2)
            {
                sums2.MultiplyAdd<TVectors>(x[2 * xStride], weights);
            }

            if (TRows.Value > 3)
            {
                sums3.MultiplyAdd<TVectors>(x3[0], weights);
            }

            if (TRows.Value > 4)
            {
                sums4.MultiplyAdd<TVectors>(x3[xStride], weights);
            }

            if (TRows.Value > 5)
            {
                sums5.MultiplyAdd<TVectors>(x3[2 * xStride], weights);
            }
        }

        sums0.Store<TVectors>(y);
        if (TRows.Value > 1)
        {
            sums1.Store<TVectors>(y + yStride);
        }

        if (TRows.Value > 2)
        {
            sums2.Store<TVectors>(y + 2 * yStride);
        }

        if (TRows.Value > 3)
        {
            sums3.Store<TVectors>(y + 3 * yStride);
        }

        if (TRows.Value > 4)
        {
            sums4.Store<TVectors>(y + 4 * yStride);
        }

        if (TRows.Value > 5)
        {
            sums5.Store<TVectors>(y + 5 * yStride);
        }
    }
}
