namespace RnnCluster.Client.Sessions;

/// <summary>Looks from time to time at the sessions that wait for answers, and only at these.</summary>
/// <remarks>A session that is answered leaves at the next look, so a busy one joins at most once a look.</remarks>
internal sealed class SilenceWatch : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly List<SessionFlow> _watched = [];
    private readonly List<SessionFlow> _joined = [];
    private readonly ITimer _timer;
    private readonly int _framesOfLook;
    private bool _isLooking;

    /// <summary>A watch.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="period">How often it looks.</param>
    /// <param name="framesPerSecond">Most frames that all sessions together send again.</param>
    public SilenceWatch(TimeProvider time, TimeSpan period, int framesPerSecond)
    {
        _framesOfLook = (int)Math.Max(1, framesPerSecond * period.TotalSeconds);
        _timer = time.CreateTimer(_ => Look(), state: null, period, period);
    }

    /// <summary>How many sessions the next look is for.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _watched.Count + _joined.Count;
            }
        }
    }

    /// <summary>Watches a session from the next look on. It must not be watched already.</summary>
    public void Join(SessionFlow flow)
    {
        lock (_gate)
        {
            _joined.Add(flow);
        }
    }

    /// <summary>Ends the looks.</summary>
    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private void Look()
    {
        lock (_gate)
        {
            if (_isLooking)
            {
                return;
            }

            _isLooking = true;
            _watched.AddRange(_joined);
            _joined.Clear();
        }

        // Outside of the lock: sessions join under their own. Those that found nothing left come first in one of the next looks.
        var framesLeft = _framesOfLook;
        var waiting = _watched.FindAll(flow => flow.ResendIfSilent(ref framesLeft));
        lock (_gate)
        {
            _watched.Clear();
            _watched.AddRange(waiting);
            _isLooking = false;
        }
    }
}
