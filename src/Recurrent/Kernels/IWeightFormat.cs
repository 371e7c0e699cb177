using System.Runtime.CompilerServices;

namespace RnnCluster.Recurrent.Kernels;

/// <summary>How the weights of a packed matrix lie in memory, where they are multiplied and summed as float32.</summary>
internal unsafe interface IWeightFormat
{
    /// <summary>Bytes of a weight.</summary>
    static abstract int Bytes { get; }

    static abstract TVector Load<TVector, TPath>(byte* source)
        where TVector : unmanaged
        where TPath : IVectorPath<TVector>;
}

/// <summary>IEEE 754 single precision, as trained.</summary>
internal readonly unsafe struct Float32Weights : IWeightFormat
{
    public static int Bytes => sizeof(float);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Load<TVector, TPath>(byte* source)
        where TVector : unmanaged
        where TPath : IVectorPath<TVector> => TPath.Load((float*)source);
}

/// <summary>The upper half of single precision: half the bytes to read, 8 bits of mantissa.</summary>
internal readonly unsafe struct BFloat16Weights : IWeightFormat
{
    public static int Bytes => sizeof(ushort);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Load<TVector, TPath>(byte* source)
        where TVector : unmanaged
        where TPath : IVectorPath<TVector> => TPath.LoadBFloat16((ushort*)source);
}
