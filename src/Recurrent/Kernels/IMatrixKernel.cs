namespace RnnCluster.Recurrent.Kernels;

/// <summary>The one dense operation of a recurrent step: <c>y[r, j] += Σ_i x[r, i] · W[i, j]</c>.</summary>
/// <remarks>
/// Every implementation adds the inputs in ascending order <c>i</c> onto the value that <c>y</c> holds, one fused multiply-add
/// each. So an element of the result has the same bits on every path, at every batch size and in every row of the batch.
/// </remarks>
internal interface IMatrixKernel
{
    /// <summary>Bits of the vectors that it uses; 32 for the plain one.</summary>
    int VectorBits { get; }

    /// <summary>Adds <paramref name="rows"/> products onto <paramref name="outputs"/>.</summary>
    /// <param name="rows">Rows of the batch.</param>
    /// <param name="inputs"><c>x</c>, <c>[rows, weights.Inputs]</c>.</param>
    /// <param name="weights"><c>W</c>, packed.</param>
    /// <param name="outputs"><c>y</c>, <c>[rows, weights.Outputs]</c>; every row starts on a cache line.</param>
    void MultiplyAdd(int rows, RowBlock inputs, PackedMatrix weights, RowBlock outputs);
}
