using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RnnCluster.Recurrent.Kernels;

/// <summary>256 bits with VNNI: one instruction multiplies four bytes of each lane and adds them.</summary>
/// <remarks>Also beside float vectors of 512 bits: .NET 10 has the instruction on them with AVX10.2 only.</remarks>
internal readonly unsafe struct BytePathVnni : IBytePath<Vector256<int>>
{
    public static int Lanes => Vector256<int>.Count;

    public static int TileVectors => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> LoadWeights(byte* source) => BytePath256.LoadWeights(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> LoadInputs(byte* source) => BytePath256.LoadInputs(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> MultiplyAdd(Vector256<int> sums, Vector256<int> inputs, Vector256<int> weights) =>
        AvxVnni.MultiplyWideningAndAdd(sums, inputs.AsByte(), weights.AsSByte());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddTo(Vector256<int> sums, InputRange range, int* columnSums, float* scales, float* y) =>
        BytePath256.AddTo(sums, range, columnSums, scales, y);
}
