using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RnnCluster.Recurrent.Kernels;

/// <summary>128 bits: bytes are widened to 16 bits, and pairs of their products, which fit into 16 bits, are added in 32.</summary>
internal readonly unsafe struct BytePath128 : IBytePath<Vector128<int>>
{
    public static int Lanes => Vector128<int>.Count;

    public static int TileVectors => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> LoadWeights(byte* source) => Vector128.Load((int*)source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> LoadInputs(byte* source) => Vector128.Create(*(int*)source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> MultiplyAdd(Vector128<int> sums, Vector128<int> inputs, Vector128<int> weights)
    {
        var low = Vector128.Create((short)byte.MaxValue);
        var even = Pairs(inputs.AsInt16() & low, weights.AsInt16() << 8 >> 8);
        var odd = Pairs(inputs.AsInt16() >>> 8, weights.AsInt16() >> 8);
        return sums + even + odd;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddTo(Vector128<int> sums, InputRange range, int* columnSums, float* scales, float* y)
    {
        var whole = sums - Vector128.Create(range.Zero) * Vector128.Load(columnSums);
        var scale = Vector128.Create(range.Scale) * Vector128.Load(scales);
        Vector128.FusedMultiplyAdd(Vector128.ConvertToSingle(whole), scale, Vector128.Load(y)).Store(y);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Pairs(Vector128<short> inputs, Vector128<short> weights)
    {
        if (Sse2.IsSupported)
        {
            return Sse2.MultiplyAddAdjacent(inputs, weights);
        }

        var products = (inputs * weights).AsInt32();
        return (products << 16 >> 16) + (products >> 16);
    }
}
