using System.Runtime.CompilerServices;
using RnnCluster.Recurrent.Kernels;

namespace RnnCluster.Recurrent.Cells;

/// <summary>Elman's cell with a rectifier: <c>h_t = max(x_t·W + h_{t-1}·W' + b, 0)</c>.</summary>
/// <remarks>PyTorch's <c>nn.RNN</c> with <c>nonlinearity='relu'</c>. <c>b</c> is the sum of both PyTorch biases. Zero is added so that −0 is 0 on every processor.</remarks>
internal readonly unsafe struct RnnReluGates : IGates
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
        TPath.Store(TPath.Add(TPath.Max(TPath.Create(0), TPath.Load(sums)), TPath.Create(0)), hidden);
}
