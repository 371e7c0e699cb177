using RnnCluster.Recurrent.Cells;

namespace RnnCluster.Recurrent.Networks;

/// <summary>One layer of a network that reads whole sequences, in one direction or in both.</summary>
/// <remarks>
/// A step advances both directions of a row at once: forward by the input at time t, backward by the one at the same distance from the
/// end. So a layer reads a sequence of T inputs in T steps, and layers follow one another.
/// </remarks>
public sealed class SequenceLayer : StepNetwork
{
    private readonly RecurrentCell[] _cells;

    internal SequenceLayer(CellKind kind, RecurrentCell[] cells)
    {
        _cells = cells;
        InputSize = cells[0].InputSize;
        HiddenSize = cells[0].HiddenSize;
        HasCell = kind == CellKind.Lstm;
    }

    /// <summary>Length of an input vector.</summary>
    public int InputSize { get; }

    /// <summary>Length of <c>h</c> of one direction.</summary>
    public int HiddenSize { get; }

    /// <summary>1, or 2 when it also reads backward.</summary>
    public int Directions => _cells.Length;

    /// <summary>Forward and backward <c>h</c>, concatenated.</summary>
    public override int OutputSize => Directions * HiddenSize;

    /// <summary>Floats of a row's <c>h</c> and <c>c</c>, all directions, padded.</summary>
    public int StateLength => Directions * (HasCell ? 2 : 1) * HiddenStride;

    internal bool HasCell { get; }

    internal int HiddenStride => _cells[0].HiddenStride;

    /// <summary>Floats of what <see cref="SequenceLayerBatch.Project"/> gives for an input.</summary>
    public int StartStride => _cells[0].StartStride;

    /// <inheritdoc/>
    public override SequenceLayerBatch CreateBatch(int capacity) => new(this, capacity);

    /// <inheritdoc/>
    public override void Step(RowBatch batch)
    {
        var rows = (SequenceLayerBatch)batch;
        rows.Turn();
        for (var direction = 0; direction < _cells.Length; direction++)
        {
            _cells[direction].Step(rows.Rows(direction));
        }

        // The blocks are bare pointers: their owner must outlive the kernels.
        GC.KeepAlive(rows);
    }

    /// <summary>Working space to take the input half of a direction's step for many inputs at once.</summary>
    internal InputProjection CreateProjection(int direction) => new(_cells[direction], InputSize);
}
