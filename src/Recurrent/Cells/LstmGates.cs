using System.Runtime.CompilerServices;
using RnnCluster.Recurrent.Kernels;

namespace RnnCluster.Recurrent.Cells;

/// <summary>
/// Long short-term memory: <c>i, f, o = σ(x_t·W + h_{t-1}·W' + b)</c>, <c>g = tanh(…)</c>, <c>c_t = f ⊙ c_{t-1} + i ⊙ g</c>,
/// <c>h_t = o ⊙ tanh(c_t)</c>.
/// </summary>
/// <remarks>
/// Hochreiter and Schmidhuber, 1997, with the forget gate of Gers et al., 2000; PyTorch's <c>nn.LSTM</c>. The slots are
/// <c>[i | f | g | o]</c>.
/// </remarks>
internal readonly unsafe struct LstmGates : IGates
{
    public static int Slots => 4;

    public static int[] InputGates { get; } = [0, 1, 2, 3];

    public static int[] HiddenGates => InputGates;

    public static int HiddenSlot => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Begin<TVector, TPath>(float* sums, int slot, float* cell)
        where TVector : unmanaged
        where TPath : IVectorPath<TVector>
    {
        var written = VectorMath<TVector, TPath>.SigmoidTanh(TPath.Load(sums), TPath.Load(sums + 2 * slot));
        var kept = VectorMath<TVector, TPath>.Sigmoid(TPath.Load(sums + slot));
        TPath.Store(TPath.FusedMultiplyAdd(kept, TPath.Load(cell), written), cell);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void End<TVector, TPath>(float* sums, int slot, float* cell, float* previous, float* hidden)
        where TVector : unmanaged
        where TPath : IVectorPath<TVector> =>
        TPath.Store(VectorMath<TVector, TPath>.SigmoidTanh(TPath.Load(sums + 3 * slot), TPath.Load(cell)), hidden);
}
