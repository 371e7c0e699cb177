namespace RnnCluster.Recurrent.Kernels;

/// <summary>How the rows of a batch are cut into register tiles.</summary>
internal static class TileRows
{
    /// <summary>Most rows of a tile.</summary>
    public const int Limit = 6;

    /// <summary>Rows of the next tile when <paramref name="rows"/> are left: tiles as few as can be, and alike.</summary>
    public static int Next(int rows)
    {
        var tiles = (rows + Limit - 1) / Limit;
        return (rows + tiles - 1) / tiles;
    }
}
