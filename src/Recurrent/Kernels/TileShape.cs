namespace RnnCluster.Recurrent.Kernels;

/// <summary>The size of a register tile, on every path.</summary>
internal static class TileShape
{
    /// <summary>Most rows.</summary>
    public const int RowsLimit = 6;

    /// <summary>Rows of the next tile when <paramref name="rows"/> are left: tiles as few as can be, and alike.</summary>
    public static int NextRows(int rows)
    {
        var tiles = (rows + RowsLimit - 1) / RowsLimit;
        return (rows + tiles - 1) / tiles;
    }
}
