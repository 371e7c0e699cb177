using System.Runtime.CompilerServices;

namespace RnnCluster.Recurrent.Kernels;

/// <summary>How the weights of a packed matrix lie in memory. The sums are of float32 whatever the format.</summary>
internal unsafe interface IWeightFormat
{
    /// <summary>Bytes of a weight.</summary>
    static abstract int Bytes { get; }

    /// <summary>Whether the sum of an output is multiplied by a scale at its end.</summary>
    static abstract bool IsScaled { get; }

    static abstract TVector Load<TVector, TPath>(byte* source)
        where TVector : unmanaged
        where TPath : IVectorPath<TVector>;
}

/// <summary>IEEE 754 single precision, as trained.</summary>
internal readonly unsafe struct Float32Weights : IWeightFormat
{
    public static int Bytes => sizeof(float);

    public static bool IsScaled => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Load<TVector, TPath>(byte* source)
        where TVector : unmanaged
        where TPath : IVectorPath<TVector> => TPath.Load((float*)source);
}

/// <summary>The upper half of single precision: half the bytes to read, 8 bits of mantissa.</summary>
internal readonly unsafe struct BFloat16Weights : IWeightFormat
{
    public static int Bytes => sizeof(ushort);

    public static bool IsScaled => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Load<TVector, TPath>(byte* source)
        where TVector : unmanaged
        where TPath : IVectorPath<TVector> => TPath.LoadBFloat16((ushort*)source);
}

/// <summary>Whole numbers from −127 to 127 and a scale for each output: a quarter of the bytes to read.</summary>
/// <remarks>
/// The weights are widened to float32 in registers; nothing else is rounded. VNNI (<see cref="System.Runtime.Intrinsics.X86.AvxVnni"/>)
/// pays: its product is about twice as fast (<c>bench/Int8</c>). But it wants the inputs in 8 bits, too: the state of every session would be
/// rounded at every step, which adds an error as large again as that of the weights. So it would be a fourth format with bits of its
/// own, which processors without it would have to imitate, and not a faster way to this one.
/// </remarks>
internal readonly unsafe struct Int8Weights : IWeightFormat
{
    public static int Bytes => sizeof(sbyte);

    public static bool IsScaled => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Load<TVector, TPath>(byte* source)
        where TVector : unmanaged
        where TPath : IVectorPath<TVector> => TPath.LoadInt8((sbyte*)source);
}
