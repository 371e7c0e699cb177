using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RnnCluster.Recurrent.Kernels;

/// <summary>256 bits: bytes are widened to 16 bits, and pairs of their products, which fit into 16 bits, are added in 32.</summary>
internal readonly unsafe struct BytePath256 : IBytePath<Vector256<int>>
{
    public static int Lanes => Vector256<int>.Count;

    public static int TileVectors => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> LoadWeights(byte* source) => Vector256.Load((int*)source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> LoadInputs(byte* source) => Vector256.Create(*(int*)source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> MultiplyAdd(Vector256<int> sums, Vector256<int> inputs, Vector256<int> weights)
    {
        var low = Vector256.Create((short)byte.MaxValue);
        var even = Pairs(inputs.AsInt16() & low, weights.AsInt16() << 8 >> 8);
        var odd = Pairs(inputs.AsInt16() >>> 8, weights.AsInt16() >> 8);
        return sums + even + odd;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddTo(Vector256<int> sums, InputRange range, int* columnSums, float* scales, float* y)
    {
        var whole = sums - Vector256.Create(range.Zero) * Vector256.Load(columnSums);
        var scale = Vector256.Create(range.Scale) * Vector256.Load(scales);
        Vector256.FusedMultiplyAdd(Vector256.ConvertToSingle(whole), scale, Vector256.Load(y)).Store(y);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Pairs(Vector256<short> inputs, Vector256<short> weights)
    {
        if (Avx2.IsSupported)
        {
            return Avx2.MultiplyAddAdjacent(inputs, weights);
        }

        var products = (inputs * weights).AsInt32();
        return (products << 16 >> 16) + (products >> 16);
    }
}
