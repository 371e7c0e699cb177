using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RnnCluster.Recurrent.Kernels;

/// <summary>512 bits: bytes are widened to 16 bits, and pairs of their products, which fit into 16 bits, are added in 32.</summary>
internal readonly unsafe struct BytePath512 : IBytePath<Vector512<int>>
{
    public static int Lanes => Vector512<int>.Count;

    public static int TileVectors => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> LoadWeights(byte* source) => Vector512.Load((int*)source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> LoadInputs(byte* source) => Vector512.Create(*(int*)source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> MultiplyAdd(Vector512<int> sums, Vector512<int> inputs, Vector512<int> weights)
    {
        var low = Vector512.Create((short)byte.MaxValue);
        var even = Pairs(inputs.AsInt16() & low, weights.AsInt16() << 8 >> 8);
        var odd = Pairs(inputs.AsInt16() >>> 8, weights.AsInt16() >> 8);
        return sums + even + odd;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddTo(Vector512<int> sums, InputRange range, int* columnSums, float* scales, float* y)
    {
        var whole = sums - Vector512.Create(range.Zero) * Vector512.Load(columnSums);
        var scale = Vector512.Create(range.Scale) * Vector512.Load(scales);
        Vector512.FusedMultiplyAdd(Vector512.ConvertToSingle(whole), scale, Vector512.Load(y)).Store(y);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Pairs(Vector512<short> inputs, Vector512<short> weights)
    {
        if (Avx512BW.IsSupported)
        {
            return Avx512BW.MultiplyAddAdjacent(inputs, weights);
        }

        var products = (inputs * weights).AsInt32();
        return (products << 16 >> 16) + (products >> 16);
    }
}
