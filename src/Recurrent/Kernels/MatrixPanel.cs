using System.Runtime.CompilerServices;

namespace RnnCluster.Recurrent.Kernels;

/// <summary>A panel's product for any number of rows: <c>y[r, j] += Σ_i x[r, i] · W[i, j]</c>.</summary>
/// <remarks>
/// The inputs are cut into chunks whose weights fit into the first-level cache. While the tiles of a chunk run, they
/// ask for the next one, each for its share: so a matrix beyond the caches is read at an even pace, under the arithmetic.
/// </remarks>
internal static unsafe class MatrixPanel<TVector, TPath, TFormat>
    where TVector : unmanaged
    where TPath : IVectorPath<TVector>
    where TFormat : IWeightFormat
{
    // 32 KiB of a full panel of float32.
    private const int ChunkInputs = 128;

    /// <param name="rows">Rows of the batch.</param>
    /// <param name="inputs">Inputs to add.</param>
    /// <param name="x"><c>[rows, inputs]</c>.</param>
    /// <param name="columns">Columns of the panel, a multiple of <see cref="Lanes.Count"/>, at most <see cref="PackedMatrix.PanelWidth"/>.</param>
    /// <param name="weights"><c>[inputs, columns]</c>.</param>
    /// <param name="scales">A scale for each column, when the format has them.</param>
    /// <param name="y"><c>[rows, columns]</c>.</param>
    /// <param name="next">The weights that will be needed after these.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void MultiplyAdd(
        int rows, int inputs, RowBlock x, int columns, byte* weights, float* scales, RowBlock y, byte* next)
    {
        // The sum of a scaled format is scaled once, so that its bits know nothing of chunks. A single tile reads no weight twice.
        var chunk = TFormat.IsScaled || rows <= MatrixTile<TVector, TPath, TFormat>.RowsLimit ? inputs : ChunkInputs;
        for (var first = 0; first < inputs; first += chunk)
        {
            var count = Math.Min(chunk, inputs - first);
            var chunkWeights = weights + (nint)first * columns * TFormat.Bytes;
            var ahead = first + count < inputs ? chunkWeights + (nint)count * columns * TFormat.Bytes : next;
            MultiplyAddChunk(rows, count, x.At(0, first), columns, chunkWeights, scales, y, ahead);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyAddChunk(
        int rows, int inputs, RowBlock x, int columns, byte* weights, float* scales, RowBlock y, byte* ahead)
    {
        var block = TPath.TileVectors * TPath.Lanes;
        var stride = columns * TFormat.Bytes;
        var tiles = (rows + MatrixTile<TVector, TPath, TFormat>.RowsLimit - 1) / MatrixTile<TVector, TPath, TFormat>.RowsLimit;

        // A single tile reads as fast as it can; asking for more would only be in its way.
        var share = tiles <= 1 ? 0 : (stride + tiles - 1) / tiles;
        var run = new TileRun
        {
            Inputs = inputs,
            XStride = x.Stride,
            WeightStride = stride,
            Ahead = tiles == 1 ? weights : ahead,
            AheadStep = share,
            YStride = y.Stride,
        };
        for (int row = 0, count; row < rows; row += count)
        {
            count = MatrixTile<TVector, TPath, TFormat>.Rows(rows - row);
            run.X = x.Pointer + (nint)row * x.Stride;
            for (var column = 0; column < columns; column += block)
            {
                run.Weights = weights + column * TFormat.Bytes;
                run.Scales = scales + column;
                run.Y = y.Pointer + (nint)row * y.Stride + column;
                MatrixTile<TVector, TPath, TFormat>.MultiplyAdd(count, Math.Min(block, columns - column) / TPath.Lanes, run);
            }

            run.Ahead += (nint)inputs * share;
        }
    }
}
