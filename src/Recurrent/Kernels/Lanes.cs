namespace RnnCluster.Recurrent.Kernels;

/// <summary>The padding rule of every packed layout.</summary>
internal static class Lanes
{
    /// <summary>Rows and gates are padded to whole vectors of the widest path: 16 floats of 512 bits.</summary>
    public const int Count = 16;

    /// <summary>Smallest multiple of <see cref="Count"/> that is not less than <paramref name="size"/>.</summary>
    public static int Pad(int size) => (size + Count - 1) / Count * Count;
}
