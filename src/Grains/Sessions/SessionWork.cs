using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;

namespace RnnCluster.Grains.Sessions;

/// <summary>What stands in a session's inbox: a frame, or something to do between two frames.</summary>
internal sealed class SessionWork
{
    public SessionWork(InputFrame frame)
    {
        Frame = frame;
    }

    public SessionWork(Func<LiveSession, SessionPosition> action)
    {
        Action = action;
    }

    public InputFrame? Frame { get; }

    public Func<LiveSession, SessionPosition>? Action { get; }

    /// <summary>What <see cref="Action"/> gave.</summary>
    public TaskCompletionSource<SessionPosition> Result { get; } = new();
}
