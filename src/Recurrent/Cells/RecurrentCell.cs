using RnnCluster.Recurrent.Kernels;

namespace RnnCluster.Recurrent.Cells;

/// <summary>One layer's step for a batch of rows: reads input vectors and the old state, writes the new state.</summary>
/// <remarks>Rows of <c>h</c> and <c>c</c> are <see cref="HiddenStride"/> floats long. Nothing is allocated in a step.</remarks>
internal abstract class RecurrentCell(int inputSize, int hiddenSize, int slots)
{
    public int InputSize { get; } = inputSize;

    public int HiddenSize { get; } = hiddenSize;

    /// <summary><see cref="HiddenSize"/>, padded to whole vectors.</summary>
    public int HiddenStride { get; } = Lanes.Pad(hiddenSize);

    /// <summary>Floats of a row of sums, in the cell's own order.</summary>
    public int StartStride { get; } = slots * Lanes.Pad(hiddenSize);

    /// <summary>Applies the cell once to each row.</summary>
    public abstract void Step(in CellRows rows);

    /// <summary>
    /// The half of the step that needs no state: the products of some inputs. Those of the first ones begin with the bias and are, to
    /// the bit, what <see cref="Step"/> would begin with.
    /// </summary>
    /// <param name="rows">Number of rows.</param>
    /// <param name="first">The first input to take.</param>
    /// <param name="count">Inputs to take.</param>
    /// <param name="x">These inputs, <c>[rows, count]</c>.</param>
    /// <param name="starts">Receives the sums, <c>[rows, <see cref="StartStride"/>]</c>; with the bias when <paramref name="first"/> is 0.</param>
    public abstract void Project(int rows, int first, int count, RowBlock x, RowBlock starts);
}
