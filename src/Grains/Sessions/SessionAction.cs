using RnnCluster.Abstractions.Sessions;

namespace RnnCluster.Grains.Sessions;

/// <summary>Something to do between two frames.</summary>
internal sealed class SessionAction(Func<LiveSession, SessionPosition> action)
{
    private readonly TaskCompletionSource<SessionPosition> _result = new();

    /// <summary>Where the session stands when it is done.</summary>
    public Task<SessionPosition> Result => _result.Task;

    public void Run(LiveSession session) => _result.TrySetResult(action(session));

    public void Refuse(SessionException refusal) => _result.TrySetException(refusal);
}
