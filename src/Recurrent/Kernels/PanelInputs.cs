namespace RnnCluster.Recurrent.Kernels;

/// <summary>Rows that are ready for the panels of a matrix.</summary>
internal readonly unsafe struct PanelInputs
{
    /// <summary>The part of the matrix that they meet.</summary>
    public required int Part { get; init; }

    /// <summary>The part's first input that is taken.</summary>
    public required int First { get; init; }

    /// <summary>Inputs that are taken.</summary>
    public required int Count { get; init; }

    /// <summary>Rows of the batch.</summary>
    public required int Rows { get; init; }

    /// <summary><c>x</c>, <c>[rows, inputs]</c>.</summary>
    public RowBlock X { get; init; }

    /// <summary>The same, rounded to bytes; for weights of bytes.</summary>
    public RoundedRows? Rounded { get; init; }

    /// <summary>For weights of bytes: of each column, the sum of those that the inputs meet.</summary>
    public int* ColumnSums { get; init; }
}
