using System.Collections.Concurrent;
using System.Threading.RateLimiting;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Client;

namespace RnnCluster.Silo.Gateway.Access;

/// <summary>The bounds of keys, for requests and sockets together.</summary>
internal sealed class CallerLimits(RnnClient client, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan CountAgain = TimeSpan.FromSeconds(2);

    private readonly PartitionedRateLimiter<GatewayCaller> _frames = PartitionedRateLimiter.Create<GatewayCaller, string>(FramesOf);
    private readonly PartitionedRateLimiter<GatewayCaller> _sockets = PartitionedRateLimiter.Create<GatewayCaller, string>(SocketsOf);
    private readonly ConcurrentDictionary<string, SessionCount> _sessions = new(StringComparer.Ordinal);

    /// <summary>Counts frames.</summary>
    /// <returns>Whether the caller may send them now.</returns>
    public bool TryTakeFrames(GatewayCaller caller, int frames = 1)
    {
        using var lease = _frames.AttemptAcquire(caller, Math.Min(frames, caller.Limits.FramesPerSecond ?? frames));
        return lease.IsAcquired;
    }

    /// <summary>Counts a socket, or a stream of events, until the lease is disposed.</summary>
    /// <returns>Null when the caller has as many as it may have.</returns>
    public IDisposable? TryEnterSocket(GatewayCaller caller)
    {
        var lease = _sockets.AttemptAcquire(caller);
        if (lease.IsAcquired)
        {
            return lease;
        }

        lease.Dispose();
        return null;
    }

    /// <summary>Counts a session that is about to be opened.</summary>
    /// <exception cref="SessionException">The caller's tenant has as many as it may have.</exception>
    public async Task RequireSessionAsync(GatewayCaller caller)
    {
        if (caller.Limits.Sessions is not { } limit || caller.Tenant is not { } tenant)
        {
            return;
        }

        var count = _sessions.GetOrAdd(tenant, _ => new SessionCount());
        await count.Gate.WaitAsync();
        try
        {
            if (count.CountedAt is not { } counted || time.GetElapsedTime(counted) > CountAgain)
            {
                count.Sessions = (await client.ListSessionsAsync()).Count(place => caller.IdOf(place.Session) is not null);
                count.CountedAt = time.GetTimestamp();
            }

            if (count.Sessions >= limit)
            {
                throw new SessionException(ErrorCodes.TooManySessions, $"the tenant has {count.Sessions} sessions in memory; it may have {limit}: close some");
            }

            count.Sessions++;
        }
        finally
        {
            count.Gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _frames.DisposeAsync();
        await _sockets.DisposeAsync();
        foreach (var count in _sessions.Values)
        {
            count.Gate.Dispose();
        }
    }

    private static RateLimitPartition<string> FramesOf(GatewayCaller caller) => caller.Limits.FramesPerSecond is { } limit
        ? RateLimitPartition.GetTokenBucketLimiter($"{caller.Name} {limit}", _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = limit,
            TokensPerPeriod = limit,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        })
        : RateLimitPartition.GetNoLimiter("");

    private static RateLimitPartition<string> SocketsOf(GatewayCaller caller) => caller.Limits.Sockets is { } limit
        ? RateLimitPartition.GetConcurrencyLimiter($"{caller.Name} {limit}", _ => new ConcurrencyLimiterOptions { PermitLimit = limit })
        : RateLimitPartition.GetNoLimiter("");

    private sealed class SessionCount
    {
        public SemaphoreSlim Gate { get; } = new(1);

        public int Sessions { get; set; }

        public long? CountedAt { get; set; }
    }
}
