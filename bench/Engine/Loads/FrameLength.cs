namespace RnnCluster.Engine.Loads;

/// <summary>What sessions send.</summary>
internal enum FrameLength
{
    /// <summary>One frame of endless length.</summary>
    Endless,

    /// <summary>Frames of one token, each as soon as the one before is answered.</summary>
    OneToken,
}
