using RnnCluster.Abstractions.Frames;
using RnnCluster.Client.Sessions;

namespace RnnCluster.Cli.Load;

/// <summary>A live session that takes its frames from the prepared ones, in turn.</summary>
internal sealed class LoadSession(RnnSession session, LoadFrames frames, int index) : ILoadSession
{
    // Sessions begin at different frames, so that a batch has different inputs.
    private int _next = index;

    public int FrameTokens => frames.FrameTokens;

    public Task SendAsync(CancellationToken cancellation) =>
        session.SendAsync(frames.Input(_next++), frames.End, scores: false, frames.Generation, cancellation);

    public void CompleteSending() => session.CompleteSending();

    public IAsyncEnumerable<OutputFrame> ReadOutputsAsync(CancellationToken cancellation) => session.ReadOutputsAsync(cancellation);

    public Task CloseAsync() => session.CloseAsync();
}
