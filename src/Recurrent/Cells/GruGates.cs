using System.Runtime.CompilerServices;
using RnnCluster.Recurrent.Kernels;

namespace RnnCluster.Recurrent.Cells;

/// <summary>
/// Gated recurrent unit: <c>r, z = σ(x_t·W + h_{t-1}·W' + b)</c>, <c>n = tanh(x_t·W_n + b_n + r ⊙ (h_{t-1}·W'_n + b'_n))</c>,
/// <c>h_t = n + z ⊙ (h_{t-1} − n)</c>.
/// </summary>
/// <remarks>
/// Cho et al., 2014, in the form of PyTorch's <c>nn.GRU</c> and cuDNN: the candidate's hidden bias stands inside the product with
/// the reset gate. The slots are <c>[x_t·W_n | r | z | h_{t-1}·W'_n]</c>: the input adds to the first three, the hidden state to the
/// last three.
/// </remarks>
internal readonly unsafe struct GruGates : IGates
{
    public static int Slots => 4;

    public static int[] InputGates { get; } = [2, 0, 1];

    public static int[] HiddenGates { get; } = [0, 1, 2];

    public static int HiddenSlot => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Begin<TVector, TPath>(float* sums, int slot, float* cell)
        where TVector : unmanaged
        where TPath : IVectorPath<TVector>
    {
        var r = VectorMath<TVector, TPath>.Sigmoid(TPath.Load(sums + slot));
        TPath.Store(TPath.FusedMultiplyAdd(r, TPath.Load(sums + 3 * slot), TPath.Load(sums)), sums);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void End<TVector, TPath>(float* sums, int slot, float* cell, float* previous, float* hidden)
        where TVector : unmanaged
        where TPath : IVectorPath<TVector>
    {
        var z = VectorMath<TVector, TPath>.Sigmoid(TPath.Load(sums + 2 * slot));
        var n = VectorMath<TVector, TPath>.Tanh(TPath.Load(sums));
        TPath.Store(TPath.FusedMultiplyAdd(z, TPath.Subtract(TPath.Load(previous), n), n), hidden);
    }
}
