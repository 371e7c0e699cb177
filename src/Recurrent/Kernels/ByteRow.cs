using System.Runtime.CompilerServices;

namespace RnnCluster.Recurrent.Kernels;

/// <summary>One row of a tile of bytes: two vectors of sums side by side.</summary>
internal unsafe struct ByteRow<TSums, TBytes>
    where TSums : unmanaged
    where TBytes : IBytePath<TSums>
{
    // Fields, not an array: so the compiler keeps them in registers.
    private TSums _v0;
    private TSums _v1;

    /// <summary>The weights of two vectors of columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ByteRow<TSums, TBytes> LoadWeights(byte* source) => new()
    {
        _v0 = TBytes.LoadWeights(source),
        _v1 = TBytes.LoadWeights(source + sizeof(TSums)),
    };

    /// <summary>Adds the products of four inputs to each sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void MultiplyAdd(TSums inputs, in ByteRow<TSums, TBytes> weights)
    {
        _v0 = TBytes.MultiplyAdd(_v0, inputs, weights._v0);
        _v1 = TBytes.MultiplyAdd(_v1, inputs, weights._v1);
    }

    /// <summary>Adds what the sums stand for to a row of <c>y</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void AddTo(InputRange range, int* columnSums, float* scales, float* y)
    {
        TBytes.AddTo(_v0, range, columnSums, scales, y);
        TBytes.AddTo(_v1, range, columnSums + TBytes.Lanes, scales + TBytes.Lanes, y + TBytes.Lanes);
    }
}
