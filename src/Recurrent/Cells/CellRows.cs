using RnnCluster.Recurrent.Kernels;

namespace RnnCluster.Recurrent.Cells;

/// <summary>The rows of a cell's step.</summary>
internal readonly unsafe struct CellRows
{
    /// <summary>Rows of the batch.</summary>
    public required int Count { get; init; }

    /// <summary><c>x_t</c>, <c>[rows, input]</c>.</summary>
    public RowBlock Inputs { get; init; }

    /// <summary>
    /// For each row what its sums start from: the bias and the products of its first <see cref="ProjectedInputs"/> inputs, as
    /// <see cref="RecurrentCell.Project"/> gives them. Null to start from the bias.
    /// </summary>
    public float** Starts { get; init; }

    /// <summary>Inputs that <see cref="Starts"/> hold already.</summary>
    public int ProjectedInputs { get; init; }

    /// <summary><c>h_{t-1}</c>, <c>[rows, hidden]</c>; padding is zero.</summary>
    public required RowBlock Previous { get; init; }

    /// <summary>Receives <c>h_t</c>; other memory than <see cref="Previous"/>. Padding becomes zero.</summary>
    public required RowBlock Hidden { get; init; }

    /// <summary><c>c_{t-1}</c>, becomes <c>c_t</c>; only LSTM cells touch it. Padding is zero and stays it.</summary>
    public RowBlock Cell { get; init; }

    /// <summary>
    /// Whether the weights are read from the end of the matrix. Steps that take turns find in the caches what the one before read last,
    /// also when the whole does not fit into them. No bit of the result depends on it.
    /// </summary>
    public bool IsReversed { get; init; }
}
