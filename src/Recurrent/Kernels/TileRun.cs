namespace RnnCluster.Recurrent.Kernels;

/// <summary>Where a tile's rows and weights lie.</summary>
internal unsafe struct TileRun
{
    /// <summary>Inputs to add.</summary>
    public int Inputs;

    /// <summary>The first row's first input.</summary>
    public float* X;

    /// <summary>Floats from one row's input to the next one's.</summary>
    public nint XStride;

    /// <summary>The first input's weights.</summary>
    public byte* Weights;

    /// <summary>Bytes from one input's weights to the next one's.</summary>
    public nint WeightStride;

    /// <summary>Weights that will be needed soon: each input asks for two cache lines from here on.</summary>
    public byte* Ahead;

    /// <summary>Bytes by which <see cref="Ahead"/> goes on with each input.</summary>
    public nint AheadStep;

    /// <summary>The first row's first sum.</summary>
    public float* Y;

    /// <summary>Floats from one row's sums to the next one's.</summary>
    public nint YStride;
}
