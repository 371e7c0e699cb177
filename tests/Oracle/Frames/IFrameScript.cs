namespace RnnCluster.Oracle.Frames;

/// <summary>The frames of one kind of model: a pure function of a session's seed and a sequence number, so that any of them can be sent again.</summary>
internal interface IFrameScript
{
    /// <summary>The frame of that number.</summary>
    SessionFrame At(ulong seed, long sequence);
}
