using RnnCluster.Abstractions.Sessions;

namespace RnnCluster.Grains.Sessions;

/// <summary>Something to do between two frames.</summary>
internal sealed class SessionAction(Func<LiveSession, ValueTask<SessionPosition>> action)
{
    private readonly TaskCompletionSource<SessionPosition> _result = new();

    /// <summary>Where the session stands when it is done.</summary>
    public Task<SessionPosition> Result => _result.Task;

    /// <summary>Does it. Who asked for it is told of a failure.</summary>
    public async ValueTask RunAsync(LiveSession session)
    {
        try
        {
            _result.TrySetResult(await action(session));
        }
        catch (Exception exception)
        {
            _result.TrySetException(exception);
        }
    }

    public void Refuse(SessionException refusal) => _result.TrySetException(refusal);
}
