using RnnCluster.Recurrent.Kernels;

namespace RnnCluster.Recurrent.Cells;

/// <summary>A cell's equations after its sums: what one vector of neurons does with what the inputs and the hidden state gave.</summary>
/// <remarks>
/// The sums of a panel of neurons lie in a tile of up to <see cref="PackedMatrix.PanelWidth"/> floats, slot after slot. The inputs are
/// added to the slots from the first one on, the hidden state to those from <see cref="HiddenSlot"/> on; biases to all of them.
/// </remarks>
internal unsafe interface IGates
{
    /// <summary>Sums of a neuron.</summary>
    static abstract int Slots { get; }

    /// <summary>PyTorch's number of the gate in each slot that the input adds to.</summary>
    static abstract int[] InputGates { get; }

    /// <summary>PyTorch's number of the gate in each slot that the hidden state adds to.</summary>
    static abstract int[] HiddenGates { get; }

    /// <summary>The first slot that the hidden state adds to.</summary>
    static abstract int HiddenSlot { get; }

    /// <summary>The equations up to the one that all others wait for; for one vector of neurons.</summary>
    /// <remarks>Halves, because a processor overlaps many short chains of operations better than a few long ones.</remarks>
    /// <param name="sums">The neurons' sums in the first slot; also for what <see cref="End"/> needs.</param>
    /// <param name="slot">Floats from a slot to the next.</param>
    /// <param name="cell">The neurons' <c>c_{t-1}</c>, which becomes <c>c_t</c>; not touched by cells without.</param>
    static abstract void Begin<TVector, TPath>(float* sums, int slot, float* cell)
        where TVector : unmanaged
        where TPath : IVectorPath<TVector>;

    /// <summary>The equations of <c>h_t</c>, for one vector of neurons.</summary>
    /// <param name="sums">As <see cref="Begin"/> left them.</param>
    /// <param name="slot">Floats from a slot to the next.</param>
    /// <param name="cell"><c>c_t</c>.</param>
    /// <param name="previous"><c>h_{t-1}</c>.</param>
    /// <param name="hidden">Receives <c>h_t</c>.</param>
    static abstract void End<TVector, TPath>(float* sums, int slot, float* cell, float* previous, float* hidden)
        where TVector : unmanaged
        where TPath : IVectorPath<TVector>;
}
