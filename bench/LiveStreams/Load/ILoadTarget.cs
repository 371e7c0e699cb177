namespace RnnCluster.LiveStreams.Load;

/// <summary>Sessions of a cluster, numbered from 0, that answer frames.</summary>
internal interface ILoadTarget
{
    /// <summary>Makes room for so many sessions; not while others are asked.</summary>
    Task PrepareAsync(int sessions);

    /// <summary>Opens one of them.</summary>
    Task OpenAsync(int session);

    /// <summary>Sends a frame and waits for its answer. A session may have several under way.</summary>
    /// <param name="session">An open one.</param>
    /// <param name="tokens">Tokens of the frame.</param>
    Task AskAsync(int session, int tokens);

    /// <summary>What an open session answers to these tokens.</summary>
    Task<TracedStep[]> TraceAsync(int session, int[] tokens);
}
