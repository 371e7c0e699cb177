using RnnCluster.Abstractions.Frames;
using RnnCluster.Oracle.Frames;

namespace RnnCluster.Oracle.Driving;

/// <summary>A session of the run, as its driver sees it.</summary>
internal interface IDrivenSession : IAsyncDisposable
{
    /// <summary>The sequence number that the next frame gets.</summary>
    long NextSequence { get; }

    /// <summary>Sends a frame; waits while too many are under way.</summary>
    /// <returns>The frame's sequence number.</returns>
    Task<long> SendAsync(SessionFrame frame);

    /// <summary>Says that no frame follows.</summary>
    void CompleteSending();

    /// <summary>All outputs in order, until every frame is answered after <see cref="CompleteSending"/>.</summary>
    IAsyncEnumerable<OutputFrame> ReadOutputsAsync();

    /// <summary>Ends the session in the cluster.</summary>
    Task CloseAsync();
}
