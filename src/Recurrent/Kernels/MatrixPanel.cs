using System.Runtime.CompilerServices;

namespace RnnCluster.Recurrent.Kernels;

/// <summary>A panel's product of floats, for any number of rows.</summary>
/// <remarks>
/// The inputs are cut into chunks whose weights fit into the first-level cache. While the tiles of a chunk run, they
/// ask for the next one, each for its share: so a matrix beyond the caches is read at an even pace, under the arithmetic.
/// </remarks>
internal readonly unsafe struct MatrixPanel<TVector, TPath, TFormat> : IPanel
    where TVector : unmanaged
    where TPath : IVectorPath<TVector>
    where TFormat : IWeightFormat
{
    // 32 KiB of a full panel of float32.
    private const int ChunkInputs = 128;

    public static int RowsLimit => int.MaxValue;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PanelInputs Read(PackedMatrix weights, int part, int first, int inputs, int rows, RowBlock x) => new()
    {
        Part = part,
        First = first,
        Count = inputs,
        Rows = rows,
        X = x,
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void MultiplyAdd(in PanelInputs inputs, PackedMatrix weights, int column, RowBlock y, byte* next)
    {
        var columns = weights.PanelWidthAt(column);
        var stride = (nint)columns * TFormat.Bytes;
        var panel = weights.Weights(inputs.Part, column) + inputs.First * stride;

        // A single tile reads no weight twice.
        var chunk = inputs.Rows <= TileShape.RowsLimit ? inputs.Count : ChunkInputs;
        for (var first = 0; first < inputs.Count; first += chunk)
        {
            var count = Math.Min(chunk, inputs.Count - first);
            var ahead = first + count < inputs.Count ? panel + (first + count) * stride : next;
            MultiplyAddChunk(inputs.Rows, count, inputs.X.At(0, first), columns, panel + first * stride, y, ahead);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyAddChunk(
        int rows, int inputs, RowBlock x, int columns, byte* weights, RowBlock y, byte* ahead)
    {
        var block = TPath.TileVectors * TPath.Lanes;
        var stride = columns * TFormat.Bytes;
        var tiles = (rows + TileShape.RowsLimit - 1) / TileShape.RowsLimit;

        // A single tile reads as fast as it can: it asks for a line that it has.
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
            count = TileShape.NextRows(rows - row);
            run.X = x.Pointer + (nint)row * x.Stride;
            for (var column = 0; column < columns; column += block)
            {
                run.Weights = weights + column * TFormat.Bytes;
                run.Y = y.Pointer + (nint)row * y.Stride + column;
                MatrixTile<TVector, TPath, TFormat>.MultiplyAdd(count, Math.Min(block, columns - column) / TPath.Lanes, run);
            }

            run.Ahead += (nint)inputs * share;
        }
    }
}
