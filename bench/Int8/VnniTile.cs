namespace RnnCluster.Int8;

/// <summary>What <see cref="VnniKernel"/> works on: some rows of inputs and the panels of some outputs.</summary>
/// <remarks>All pointers are at hand before the sums begin, so that no call in between moves these out of their registers.</remarks>
internal unsafe ref struct VnniTile
{
    /// <summary>Inputs of a row.</summary>
    public required nint Inputs;

    /// <summary><c>q</c>, <c>[rows, inputs]</c>.</summary>
    public required byte* X;

    /// <summary><c>s_x</c> and <c>z</c> of every row.</summary>
    public required InputRange* Ranges;

    /// <summary><c>w</c>, panel after panel.</summary>
    public required sbyte* Weights;

    /// <summary><c>s_j</c>.</summary>
    public required float* Scales;

    /// <summary><c>Σ w</c>.</summary>
    public required int* Sums;

    /// <summary><c>y</c>, <c>[rows, outputs]</c>.</summary>
    public required float* Y;

    /// <summary>Floats from one row of <see cref="Y"/> to the next.</summary>
    public required nint YStride;
}
