using System.Runtime.CompilerServices;
using RnnCluster.Recurrent.Kernels;

namespace RnnCluster.Recurrent.Cells;

/// <summary>Elman's cell: <c>h_t = f(x_t·W + h_{t-1}·W' + b)</c>.</summary>
/// <remarks>Elman, "Finding structure in time", 1990; PyTorch's <c>nn.RNN</c>. <c>b</c> is the sum of both PyTorch biases.</remarks>
internal readonly unsafe struct RnnGates<TFunction> : IGates
    where TFunction : IVectorFunction
{
    public static int Slots => 1;

    public static int[] InputGates { get; } = [0];

    public static int[] HiddenGates => InputGates;

    public static int HiddenSlot => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Begin<TVector, TPath>(float* sums, int slot, float* cell)
        where TVector : unmanaged
        where TPath : IVectorPath<TVector>
    {
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void End<TVector, TPath>(float* sums, int slot, float* cell, float* previous, float* hidden)
        where TVector : unmanaged
        where TPath : IVectorPath<TVector> =>
        TPath.Store(TFunction.Apply<TVector, TPath>(TPath.Load(sums)), hidden);
}
