namespace RnnCluster.Recurrent.Kernels;

/// <summary>How rows are multiplied with a packed matrix, a panel at a time: the part of a product that depends on the format.</summary>
internal unsafe interface IPanel
{
    /// <summary>Most rows that may be read at once.</summary>
    static abstract int RowsLimit { get; }

    /// <summary>Makes rows ready for the panels of a matrix, once for all of them.</summary>
    /// <param name="weights">The matrix.</param>
    /// <param name="part">The part whose inputs these are. The rows of another part stay as they were read.</param>
    /// <param name="first">The part's first input to take.</param>
    /// <param name="inputs">Inputs to take.</param>
    /// <param name="rows">Rows of the batch, at most <see cref="RowsLimit"/>.</param>
    /// <param name="x">These inputs, <c>[rows, inputs]</c>.</param>
    /// <returns>The rows; valid until this thread reads the next ones of the same part.</returns>
    static abstract PanelInputs Read(PackedMatrix weights, int part, int first, int inputs, int rows, RowBlock x);

    /// <summary><c>y[r, j] += Σ_i x[r, i] · W[i, j]</c>.</summary>
    /// <param name="inputs">What <see cref="Read"/> gave.</param>
    /// <param name="weights">The matrix that they were read for.</param>
    /// <param name="column">The panel's first column.</param>
    /// <param name="y"><c>[rows, columns of the panel]</c>.</param>
    /// <param name="next">The weights that will be needed after these.</param>
    static abstract void MultiplyAdd(in PanelInputs inputs, PackedMatrix weights, int column, RowBlock y, byte* next);
}
