using RnnCluster.Recurrent.Kernels;
using RnnCluster.Recurrent.Networks;

namespace RnnCluster.Recurrent.Cells;

/// <summary>One layer's step for a batch of rows: reads an input vector and the old state, leaves the new state in its place.</summary>
/// <remarks>
/// Rows of <c>h</c> and <c>c</c> are <see cref="HiddenStride"/> floats long; the padding behind <see cref="HiddenSize"/> is zero
/// and every cell keeps it zero. Nothing is allocated in a step.
/// </remarks>
internal abstract class RecurrentCell(int hiddenSize)
{
    public int HiddenSize { get; } = hiddenSize;

    /// <summary><see cref="HiddenSize"/>, padded to whole vectors.</summary>
    public int HiddenStride { get; } = Lanes.Pad(hiddenSize);

    /// <summary>Floats of working space that a row needs.</summary>
    public abstract int GateStride { get; }

    /// <summary>Applies the cell once to each of <paramref name="rows"/> rows.</summary>
    /// <param name="rows">Rows of the batch.</param>
    /// <param name="inputs"><c>x_t</c>, <c>[rows, input]</c>.</param>
    /// <param name="hidden"><c>h_{t-1}</c>, becomes <c>h_t</c>.</param>
    /// <param name="cell"><c>c_{t-1}</c>, becomes <c>c_t</c>; only LSTM cells touch it.</param>
    /// <param name="gates">Working space, <c>[rows, GateStride]</c>.</param>
    public abstract void Step(int rows, RowBlock inputs, RowBlock hidden, RowBlock cell, RowBlock gates);

    /// <summary>Zeroes the padding of a row of <c>h</c> or <c>c</c>: the vectorised tanh of zero is −2⁻²⁴.</summary>
    protected void ClearPadding(Span<float> row) => row[HiddenSize..].Clear();

    /// <summary>The cell of <paramref name="kind"/> with packed weights, running on <paramref name="kernel"/>.</summary>
    public static RecurrentCell Create(CellKind kind, CellWeights weights, IMatrixKernel kernel) => kind switch
    {
        CellKind.RnnTanh or CellKind.RnnRelu => new RnnCell(kind, weights, kernel),
        CellKind.Gru => new GruCell(weights, kernel),
        CellKind.Lstm => new LstmCell(weights, kernel),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "no such cell"),
    };
}
