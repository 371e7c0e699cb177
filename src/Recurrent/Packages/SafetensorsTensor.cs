namespace RnnCluster.Recurrent.Packages;

/// <summary>One tensor of a safetensors file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its element type.</param>
/// <param name="Shape">Its dimensions, outermost first; empty for a scalar.</param>
/// <param name="Elements">The product of the dimensions.</param>
/// <param name="Begin">Where its bytes begin, counted from the end of the header.</param>
internal sealed record SafetensorsTensor(string Name, SafetensorsType Type, IReadOnlyList<long> Shape, long Elements, long Begin)
{
    /// <summary>Where its bytes end.</summary>
    public long End => Begin + (Elements * ElementBytes);

    /// <summary>Bytes of one element.</summary>
    public int ElementBytes => Type == SafetensorsType.BF16 ? 2 : 4;
}
