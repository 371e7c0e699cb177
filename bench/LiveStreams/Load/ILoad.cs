namespace RnnCluster.LiveStreams.Load;

/// <summary>A load that runs.</summary>
internal interface ILoad
{
    /// <summary>Frames under way.</summary>
    long Unanswered { get; }

    /// <summary>Sends no more, and waits for the answers that are missing.</summary>
    Task StopAsync();
}
