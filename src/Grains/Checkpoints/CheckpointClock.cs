namespace RnnCluster.Grains.Checkpoints;

/// <summary>Tells sessions when their next checkpoint is due. One timer for all of a silo, which rests while no session waits.</summary>
internal sealed class CheckpointClock : IDisposable
{
    // Sessions that are due within so long are told together.
    private static readonly TimeSpan Grain = TimeSpan.FromMilliseconds(5);

    private readonly Lock _gate = new();
    private readonly PriorityQueue<ICheckpointed, long> _waiting = new();
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private long _next = long.MaxValue;

    public CheckpointClock(TimeProvider time)
    {
        _time = time;
        _timer = time.CreateTimer(_ => Tell(), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Tells a session once, after <paramref name="delay"/>.</summary>
    public void Join(ICheckpointed session, TimeSpan delay)
    {
        lock (_gate)
        {
            var due = _time.GetTimestamp() + (long)(delay.TotalSeconds * _time.TimestampFrequency);
            _waiting.Enqueue(session, due);
            if (due < _next)
            {
                Set(due, delay);
            }
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Tell()
    {
        List<ICheckpointed> due = [];
        lock (_gate)
        {
            var now = _time.GetTimestamp();
            while (_waiting.TryPeek(out var session, out var at) && at <= now)
            {
                _waiting.Dequeue();
                due.Add(session);
            }

            _next = long.MaxValue;
            if (_waiting.TryPeek(out _, out var first))
            {
                Set(first, _time.GetElapsedTime(now, first));
            }
        }

        due.ForEach(session => session.CheckpointDue());
    }

    private void Set(long due, TimeSpan delay)
    {
        _next = due;
        _timer.Change(delay > Grain ? delay : Grain, Timeout.InfiniteTimeSpan);
    }
}
