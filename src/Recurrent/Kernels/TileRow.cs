using System.Runtime.CompilerServices;

namespace RnnCluster.Recurrent.Kernels;

/// <summary>One row of a register tile: up to four vectors side by side. The ones beyond <c>TCount</c> are never touched.</summary>
internal unsafe struct TileRow<TVector, TPath>
    where TVector : unmanaged
    where TPath : IVectorPath<TVector>
{
    // Four fields of a vector each: as many as the compiler keeps apart, in registers.
    private TVector _v0;
    private TVector _v1;
    private TVector _v2;
    private TVector _v3;

    /// <summary>The sums as they begin.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TileRow<TVector, TPath> Load<TCount>(float* source)
        where TCount : ICount
    {
        TileRow<TVector, TPath> row = default;
        row._v0 = TPath.Load(source);
        if (TCount.Value > 1)
        {
            row._v1 = TPath.Load(source + TPath.Lanes);
        }

        if (TCount.Value > 2)
        {
            row._v2 = TPath.Load(source + 2 * TPath.Lanes);
        }

        if (TCount.Value > 3)
        {
            row._v3 = TPath.Load(source + 3 * TPath.Lanes);
        }

        return row;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TileRow<TVector, TPath> LoadWeights<TCount, TFormat>(byte* source)
        where TCount : ICount
        where TFormat : IWeightFormat
    {
        var bytes = TPath.Lanes * TFormat.Bytes;
        TileRow<TVector, TPath> row = default;
        row._v0 = TFormat.Load<TVector, TPath>(source);
        if (TCount.Value > 1)
        {
            row._v1 = TFormat.Load<TVector, TPath>(source + bytes);
        }

        if (TCount.Value > 2)
        {
            row._v2 = TFormat.Load<TVector, TPath>(source + 2 * bytes);
        }

        if (TCount.Value > 3)
        {
            row._v3 = TFormat.Load<TVector, TPath>(source + 3 * bytes);
        }

        return row;
    }

    /// <summary>Adds <c>x · w</c> to each sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void MultiplyAdd<TCount>(float x, in TileRow<TVector, TPath> weights)
        where TCount : ICount
    {
        var input = TPath.Create(x);
        _v0 = TPath.FusedMultiplyAdd(input, weights._v0, _v0);
        if (TCount.Value > 1)
        {
            _v1 = TPath.FusedMultiplyAdd(input, weights._v1, _v1);
        }

        if (TCount.Value > 2)
        {
            _v2 = TPath.FusedMultiplyAdd(input, weights._v2, _v2);
        }

        if (TCount.Value > 3)
        {
            _v3 = TPath.FusedMultiplyAdd(input, weights._v3, _v3);
        }
    }

    /// <summary>Writes the sums.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store<TCount>(float* destination)
        where TCount : ICount
    {
        TPath.Store(_v0, destination);
        if (TCount.Value > 1)
        {
            TPath.Store(_v1, destination + TPath.Lanes);
        }

        if (TCount.Value > 2)
        {
            TPath.Store(_v2, destination + 2 * TPath.Lanes);
        }

        if (TCount.Value > 3)
        {
            TPath.Store(_v3, destination + 3 * TPath.Lanes);
        }
    }
}
