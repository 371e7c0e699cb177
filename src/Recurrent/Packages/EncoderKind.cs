namespace RnnCluster.Recurrent.Packages;

/// <summary>What sets a decoder's first state.</summary>
public enum EncoderKind
{
    /// <summary>Recurrent layers that read a whole sequence.</summary>
    Recurrent,

    /// <summary>A feed-forward network that reads one vector, such as an image.</summary>
    FeedForward,
}
