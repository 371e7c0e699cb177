using RnnCluster.Abstractions.Sessions;
using RnnCluster.Silo.Gateway.Access;

namespace RnnCluster.Silo.Gateway.Sockets;

/// <summary>Who opened a socket, and what it may do.</summary>
/// <param name="caller">Whose key it is.</param>
/// <param name="maySetSessions">Whether the key opens and closes sessions.</param>
/// <param name="limits">The bounds of keys.</param>
/// <param name="time">The clock.</param>
internal sealed class SocketCaller(GatewayCaller caller, bool maySetSessions, CallerLimits limits, TimeProvider time)
{
    /// <summary>What a key is told that opens and closes no sessions.</summary>
    public const string Forbidden = $"the key has not the scope '{GatewayScopes.Sessions}', which opens and closes sessions";

    private static readonly TimeSpan FrameRetry = TimeSpan.FromMilliseconds(20);

    /// <summary>Whether the key opens and closes sessions.</summary>
    public bool MaySetSessions => maySetSessions;

    /// <summary>Most bytes of a message.</summary>
    public int MessageLimitBytes { get; } = caller.Limits.FrameBytes ?? int.MaxValue;

    /// <summary>The key in the cluster of a session that the caller names.</summary>
    /// <exception cref="SessionException">The model's name or the id breaks the rules.</exception>
    public SessionKey KeyOf(string model, string id) => caller.KeyOf(model, id);

    /// <summary>Counts a session that is about to be opened.</summary>
    /// <exception cref="SessionException">The caller may not open sessions, or has as many as it may have.</exception>
    public Task RequireSessionAsync() => maySetSessions
        ? limits.RequireSessionAsync(caller)
        : throw new SessionException(Errors.GatewayCodes.Forbidden, Forbidden);

    /// <summary>Counts a frame.</summary>
    /// <returns>Whether it may go on now.</returns>
    public bool TryTakeFrame() => limits.TryTakeFrames(caller);

    /// <summary>Waits until the next frame may go on, and counts it.</summary>
    public async Task WaitForFrameAsync(CancellationToken cancellation)
    {
        do
        {
            await Task.Delay(FrameRetry, time, cancellation);
        }
        while (!TryTakeFrame());
    }
}
