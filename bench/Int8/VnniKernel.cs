using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using RnnCluster.Recurrent.Kernels;

namespace RnnCluster.Int8;

/// <summary><c>y += s_x s_j · (Σ q w − z Σ w)</c> on 256-bit vectors: an instruction multiplies four bytes of eight outputs and adds them.</summary>
/// <remarks>
/// One row takes four panels of sixteen outputs at a time, four rows take one: eight sums hide the latency, and with weights and inputs they
/// fit into the sixteen registers. The sums are whole numbers, so no order of addition changes a bit.
/// </remarks>
internal static unsafe class VnniKernel
{
    private const int Lanes = 8;
    private const int VectorBytes = 32;
    private const int TileRows = 4;
    private const int TilePanels = 4;
    private const int GroupBytes = VnniMatrix.PanelWidth * VnniMatrix.GroupInputs;

    /// <summary>Whether this processor can do it.</summary>
    public static bool IsSupported => AvxVnni.IsSupported;

    /// <param name="rows">Rows of the batch.</param>
    /// <param name="x"><c>q</c>, <c>[rows, inputs]</c>.</param>
    /// <param name="ranges"><c>s_x</c> and <c>z</c> of every row.</param>
    /// <param name="weights"><c>w</c>, <c>s_j</c> and <c>Σ w</c>.</param>
    /// <param name="y"><c>[rows, outputs]</c>.</param>
    public static void MultiplyAdd(int rows, byte* x, InputRange* ranges, VnniMatrix weights, RowBlock y)
    {
        // Four rows after four read a panel while it is in the first-level cache.
        var whole = rows / TileRows * TileRows;
        for (var panel = 0; panel < weights.Outputs && whole > 0; panel += VnniMatrix.PanelWidth)
        {
            for (var row = 0; row < whole; row += TileRows)
            {
                FourRows(Tile(row, panel));
            }
        }

        for (var row = whole; row < rows; row++)
        {
            for (var panel = 0; panel < weights.Outputs; panel += TilePanels * VnniMatrix.PanelWidth)
            {
                OneRow(Tile(row, panel));
            }
        }

        VnniTile Tile(int row, int panel) => new()
        {
            Inputs = weights.Inputs,
            X = x + (nint)row * weights.Inputs,
            Ranges = ranges + row,
            Weights = weights.Panel(panel),
            Scales = weights.Scales(panel),
            Sums = weights.Sums(panel),
            Y = y.At(row, panel).Pointer,
            YStride = y.Stride,
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void OneRow(in VnniTile tile)
    {
        byte* x = tile.X, end = x + tile.Inputs;
        var w = tile.Weights;
        var panelBytes = tile.Inputs * VnniMatrix.PanelWidth;
        var w3 = w + 3 * panelBytes;
        Vector256<int> s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default, s6 = default, s7 = default;
        for (; x < end; x += VnniMatrix.GroupInputs, w += GroupBytes, w3 += GroupBytes)
        {
            var inputs = Broadcast(x);
            s0 = AvxVnni.MultiplyWideningAndAdd(s0, inputs, Vector256.Load(w));
            s1 = AvxVnni.MultiplyWideningAndAdd(s1, inputs, Vector256.Load(w + VectorBytes));
            s2 = AvxVnni.MultiplyWideningAndAdd(s2, inputs, Vector256.Load(w + panelBytes));
            s3 = AvxVnni.MultiplyWideningAndAdd(s3, inputs, Vector256.Load(w + panelBytes + VectorBytes));
            s4 = AvxVnni.MultiplyWideningAndAdd(s4, inputs, Vector256.Load(w + 2 * panelBytes));
            s5 = AvxVnni.MultiplyWideningAndAdd(s5, inputs, Vector256.Load(w + 2 * panelBytes + VectorBytes));
            s6 = AvxVnni.MultiplyWideningAndAdd(s6, inputs, Vector256.Load(w3));
            s7 = AvxVnni.MultiplyWideningAndAdd(s7, inputs, Vector256.Load(w3 + VectorBytes));
        }

        Finish(s0, tile, 0, 0);
        Finish(s1, tile, 0, Lanes);
        Finish(s2, tile, 0, 2 * Lanes);
        Finish(s3, tile, 0, 3 * Lanes);
        Finish(s4, tile, 0, 4 * Lanes);
        Finish(s5, tile, 0, 5 * Lanes);
        Finish(s6, tile, 0, 6 * Lanes);
        Finish(s7, tile, 0, 7 * Lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FourRows(in VnniTile tile)
    {
        var stride = tile.Inputs;
        byte* x = tile.X, x3 = x + 3 * stride, end = x + stride;
        var w = tile.Weights;
        Vector256<int> s00 = default, s01 = default, s10 = default, s11 = default, s20 = default, s21 = default, s30 = default, s31 = default;
        for (; x < end; x += VnniMatrix.GroupInputs, x3 += VnniMatrix.GroupInputs, w += GroupBytes)
        {
            var (w0, w1) = (Vector256.Load(w), Vector256.Load(w + VectorBytes));
            var inputs = Broadcast(x);
            s00 = AvxVnni.MultiplyWideningAndAdd(s00, inputs, w0);
            s01 = AvxVnni.MultiplyWideningAndAdd(s01, inputs, w1);
            inputs = Broadcast(x + stride);
            s10 = AvxVnni.MultiplyWideningAndAdd(s10, inputs, w0);
            s11 = AvxVnni.MultiplyWideningAndAdd(s11, inputs, w1);
            inputs = Broadcast(x + 2 * stride);
            s20 = AvxVnni.MultiplyWideningAndAdd(s20, inputs, w0);
            s21 = AvxVnni.MultiplyWideningAndAdd(s21, inputs, w1);
            inputs = Broadcast(x3);
            s30 = AvxVnni.MultiplyWideningAndAdd(s30, inputs, w0);
            s31 = AvxVnni.MultiplyWideningAndAdd(s31, inputs, w1);
        }

        Finish(s00, tile, 0, 0);
        Finish(s01, tile, 0, Lanes);
        Finish(s10, tile, 1, 0);
        Finish(s11, tile, 1, Lanes);
        Finish(s20, tile, 2, 0);
        Finish(s21, tile, 2, Lanes);
        Finish(s30, tile, 3, 0);
        Finish(s31, tile, 3, Lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Broadcast(byte* x) => Vector256.Create(*(uint*)x).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish(Vector256<int> sums, in VnniTile tile, int row, int output)
    {
        var y = tile.Y + row * tile.YStride + output;
        var whole = sums - Vector256.Create(tile.Ranges[row].Zero) * Vector256.Load(tile.Sums + output);
        var scales = Vector256.Create(tile.Ranges[row].Scale) * Vector256.Load(tile.Scales + output);
        Vector256.FusedMultiplyAdd(Vector256.ConvertToSingle(whole), scales, Vector256.Load(y)).Store(y);
    }
}
