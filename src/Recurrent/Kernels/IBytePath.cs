namespace RnnCluster.Recurrent.Kernels;

/// <summary>What the product of bytes needs from the vectors of one width. One implementation is one instruction path.</summary>
/// <remarks>Sums are whole numbers and exact, so that every path gives the same ones in whatever order it adds.</remarks>
/// <typeparam name="TSums">A vector of 32-bit whole numbers.</typeparam>
internal unsafe interface IBytePath<TSums>
    where TSums : unmanaged
{
    /// <summary>Sums in a vector.</summary>
    static abstract int Lanes { get; }

    /// <summary>Vectors of a row of a tile, 1 or 2: no more columns than a block has.</summary>
    static abstract int TileVectors { get; }

    /// <summary>Four signed bytes for each lane.</summary>
    static abstract TSums LoadWeights(byte* source);

    /// <summary>Four unsigned bytes, the same for every lane.</summary>
    static abstract TSums LoadInputs(byte* source);

    /// <summary>Adds four products to each lane; exact.</summary>
    static abstract TSums MultiplyAdd(TSums sums, TSums inputs, TSums weights);

    /// <summary><c>y + (inputScale · scale) · (sums − zero · columnSums)</c>: the scales first, one fused multiply-add last.</summary>
    /// <param name="sums"><c>Σ q w</c> of each lane.</param>
    /// <param name="range">The row's scale and zero.</param>
    /// <param name="columnSums"><c>Σ w</c> of each lane.</param>
    /// <param name="scales">The weights' scale of each lane.</param>
    /// <param name="y">What is added to.</param>
    static abstract void AddTo(TSums sums, InputRange range, int* columnSums, float* scales, float* y);
}
