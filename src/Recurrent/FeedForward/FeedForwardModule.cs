namespace RnnCluster.Recurrent.FeedForward;

/// <summary>One module of a feed-forward network, an entry of an <c>nn.Sequential</c>.</summary>
public sealed record FeedForwardModule
{
    /// <summary>What it does.</summary>
    public required FeedForwardModuleKind Kind { get; init; }

    /// <summary>Channels that a convolution puts out.</summary>
    public int? Channels { get; init; }

    /// <summary>Rows and columns of the window of a convolution or pool.</summary>
    public int? KernelSize { get; init; }

    /// <summary>Pixels from one window of a convolution to the next. Default 1.</summary>
    public int? Stride { get; init; }

    /// <summary>Zeros around the image of a convolution, on each side. Default 0.</summary>
    public int? Padding { get; init; }

    /// <summary>Length of the vector that a linear module puts out.</summary>
    public int? Size { get; init; }
}
