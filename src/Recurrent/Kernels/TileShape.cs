namespace RnnCluster.Recurrent.Kernels;

/// <summary>The size of a register tile, on every path.</summary>
internal static class TileShape
{
    /// <summary>Most rows.</summary>
    public const int RowsLimit = 6;
}
