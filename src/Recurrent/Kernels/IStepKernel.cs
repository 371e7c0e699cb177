using RnnCluster.Recurrent.Cells;
using RnnCluster.Recurrent.Networks;

namespace RnnCluster.Recurrent.Kernels;

/// <summary>The dense operations of a step, on one instruction path.</summary>
/// <remarks>
/// Every implementation adds the inputs in ascending order <c>i</c> onto the value that <c>y</c> holds, one fused multiply-add
/// each; or, with weights of bytes, adds the exact sum of rounded inputs in one. So an element of a result has the same bits on every path, at every batch size and in every row of the batch.
/// </remarks>
internal interface IStepKernel
{
    /// <summary>Bits of the vectors that it uses; 32 for the plain one.</summary>
    int VectorBits { get; }

    /// <summary><c>y[r, j] += Σ_i x[r, i] · W[i, j]</c>.</summary>
    /// <param name="rows">Rows of the batch.</param>
    /// <param name="inputs"><c>x</c>, <c>[rows, weights.Inputs]</c>.</param>
    /// <param name="weights"><c>W</c>, packed.</param>
    /// <param name="outputs"><c>y</c>, <c>[rows, weights.Outputs]</c>; every row starts on a cache line.</param>
    void MultiplyAdd(int rows, RowBlock inputs, PackedMatrix weights, RowBlock outputs);

    /// <summary>A cell with its weights packed for this path.</summary>
    RecurrentCell CreateCell(CellKind kind, CellWeights weights, WeightFormat format);
}
