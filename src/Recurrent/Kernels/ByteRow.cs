using System.Runtime.CompilerServices;

namespace RnnCluster.Recurrent.Kernels;

/// <summary>One row of a tile of bytes: one or two vectors of sums side by side, as the path says.</summary>
internal unsafe struct ByteRow<TSums, TBytes>
    where TSums : unmanaged
    where TBytes : IBytePath<TSums>
{
    // Fields, not an array: so the compiler keeps them in registers.
    private TSums _v0;
    private TSums _v1;

    /// <summary>The weights of a row's columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ByteRow<TSums, TBytes> LoadWeights(byte* source)
    {
        ByteRow<TSums, TBytes> row = default;
        row._v0 = TBytes.LoadWeights(source);
        if (TBytes.TileVectors > 1)
        {
            row._v1 = TBytes.LoadWeights(source + sizeof(TSums));
        }

        return row;
    }

    /// <summary>Adds the products of four inputs to each sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void MultiplyAdd(TSums inputs, in ByteRow<TSums, TBytes> weights)
    {
        _v0 = TBytes.MultiplyAdd(_v0, inputs, weights._v0);
        if (TBytes.TileVectors > 1)
        {
            _v1 = TBytes.MultiplyAdd(_v1, inputs, weights._v1);
        }
    }

    /// <summary>Adds what the sums stand for to a row of <c>y</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void AddTo(InputRange range, int* columnSums, float* scales, float* y)
    {
        TBytes.AddTo(_v0, range, columnSums, scales, y);
        if (TBytes.TileVectors > 1)
        {
            TBytes.AddTo(_v1, range, columnSums + TBytes.Lanes, scales + TBytes.Lanes, y + TBytes.Lanes);
        }
    }
}
