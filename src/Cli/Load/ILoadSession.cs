using RnnCluster.Abstractions.Frames;

namespace RnnCluster.Cli.Load;

/// <summary>A session as a load drives it: it knows what its next frame is.</summary>
internal interface ILoadSession
{
    /// <summary>Tokens of every frame; 0 when its answer says how many there were.</summary>
    int FrameTokens { get; }

    /// <summary>Sends the next frame; waits while there is no room for it.</summary>
    Task SendAsync(CancellationToken cancellation);

    /// <summary>Says that no frame follows: <see cref="ReadOutputsAsync"/> ends with the last answer.</summary>
    void CompleteSending();

    /// <summary>The parts of all answers, in the order of the frames.</summary>
    IAsyncEnumerable<OutputFrame> ReadOutputsAsync(CancellationToken cancellation);
}
