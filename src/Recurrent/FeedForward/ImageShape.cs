namespace RnnCluster.Recurrent.FeedForward;

/// <summary>The shape of one row: an image, or a plain vector, which is one pixel of many channels.</summary>
/// <param name="Channels">Planes of the image.</param>
/// <param name="Height">Rows of a plane.</param>
/// <param name="Width">Columns of a plane.</param>
public readonly record struct ImageShape(int Channels, int Height, int Width)
{
    /// <summary>Floats of a row.</summary>
    public int Size => checked(Channels * Height * Width);

    /// <summary>Whether it is a plain vector.</summary>
    public bool IsVector => Height == 1 && Width == 1;

    /// <summary>A plain vector.</summary>
    public static ImageShape Vector(int size) => new(size, 1, 1);

    /// <inheritdoc/>
    public override string ToString() => IsVector ? $"{Channels} values" : $"{Channels} × {Height} × {Width}";
}
