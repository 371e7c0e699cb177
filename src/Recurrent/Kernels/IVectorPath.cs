namespace RnnCluster.Recurrent.Kernels;

/// <summary>What the kernels need from the vectors of one width. One implementation is one instruction path.</summary>
/// <remarks>
/// Every operation works on each lane by itself and rounds as IEEE 754 says, so that a kernel written with them gives a neuron the
/// same bits on every path. <typeparamref name="TVector"/> is the processor's own type, which keeps it in a register.
/// </remarks>
/// <typeparam name="TVector">A vector of floats.</typeparam>
internal unsafe interface IVectorPath<TVector>
    where TVector : unmanaged
{
    /// <summary>Floats in a vector.</summary>
    static abstract int Lanes { get; }

    /// <summary>Vectors in a row of a register tile: six rows of them, their weights and one input fit into the registers.</summary>
    static abstract int TileVectors { get; }

    static abstract TVector Create(float value);

    static abstract TVector Load(float* source);

    /// <summary>Widens as many bfloat16 values as there are lanes; exact.</summary>
    static abstract TVector LoadBFloat16(ushort* source);

    static abstract void Store(TVector value, float* destination);

    /// <summary>Writes a byte for each lane.</summary>
    /// <param name="shifted"><c>n + 1.5·2²³</c> for a whole number <c>n</c>, whose last 8 bits are taken.</param>
    /// <param name="destination">Receives them.</param>
    static abstract void StoreBytes(TVector shifted, byte* destination);

    /// <summary><c>a · b + c</c>, rounded once.</summary>
    static abstract TVector FusedMultiplyAdd(TVector a, TVector b, TVector c);

    static abstract TVector Add(TVector a, TVector b);

    static abstract TVector Subtract(TVector a, TVector b);

    static abstract TVector Multiply(TVector a, TVector b);

    static abstract TVector Divide(TVector a, TVector b);

    /// <summary>The smaller one; <paramref name="value"/> when that is not a number.</summary>
    static abstract TVector Min(TVector bound, TVector value);

    /// <summary>The larger one; <paramref name="value"/> when that is not a number.</summary>
    static abstract TVector Max(TVector bound, TVector value);

    /// <summary><c>2^n</c> for a whole number <c>n</c> from −126 to 127.</summary>
    /// <param name="shifted"><c>n + 1.5·2²³</c>, whose last bits are <c>n</c>.</param>
    static abstract TVector PowerOfTwo(TVector shifted);
}
