namespace RnnCluster.Recurrent.Kernels;

/// <summary>Where the rows and weights of a tile of bytes lie.</summary>
internal unsafe struct ByteRun
{
    /// <summary>Groups of four inputs to add.</summary>
    public int Groups;

    /// <summary>The first row's first input.</summary>
    public byte* X;

    /// <summary>Bytes from one row's input to the next one's.</summary>
    public nint XStride;

    /// <summary>What the inputs of each row stand for.</summary>
    public InputRange* Ranges;

    /// <summary>The first group's weights.</summary>
    public byte* Weights;

    /// <summary>Bytes from one block of columns to the next.</summary>
    public nint BlockStride;

    /// <summary>The sum of the weights of each column.</summary>
    public int* ColumnSums;

    /// <summary>The scale of each column.</summary>
    public float* Scales;

    /// <summary>The first row's first sum.</summary>
    public float* Y;

    /// <summary>Floats from one row's sums to the next one's.</summary>
    public nint YStride;
}
