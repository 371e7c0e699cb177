namespace RnnCluster.Grains.Sessions;

/// <summary>Where a frame stands in its session, by its sequence number.</summary>
internal enum FramePlace
{
    /// <summary>The next one: to be applied.</summary>
    Next,

    /// <summary>It would be the next one, but the inbox is full.</summary>
    Full,

    /// <summary>It came before and waits in the inbox.</summary>
    Waiting,

    /// <summary>It was applied before.</summary>
    Applied,

    /// <summary>Frames before it are missing.</summary>
    Gap,

    /// <summary>It has no valid number.</summary>
    Invalid,
}
