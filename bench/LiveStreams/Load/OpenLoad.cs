namespace RnnCluster.LiveStreams.Load;

/// <summary>
/// Frames are due on an even schedule, whatever has been answered, and are sent in bursts: the schedule is looked at every
/// millisecond. Latency counts from when a frame was due.
/// </summary>
internal sealed class OpenLoad : ILoad
{
    private const int Seed = 11;
    private static readonly long Tick = TimeProvider.System.TimestampFrequency / 1000;

    private readonly ILoadTarget _target;
    private readonly LoadPlan _plan;
    private readonly Action<long> _record;
    private readonly Random _random = new(Seed);
    private readonly double _interval;
    private readonly long _started = TimeProvider.System.GetTimestamp();
    private readonly TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isStopping;

    // One more than the frames under way, until the schedule ends.
    private long _open = 1;

    public OpenLoad(ILoadTarget target, LoadPlan plan, double rate, Action<long> record)
    {
        _target = target;
        _plan = plan;
        _record = record;
        _interval = TimeProvider.System.TimestampFrequency / rate;
        new Thread(Run) { IsBackground = true }.Start();
    }

    public long Unanswered => Interlocked.Read(ref _open) - (_isStopping ? 0 : 1);

    public Task StopAsync()
    {
        _isStopping = true;
        return _answered.Task;
    }

    private void Run()
    {
        var frame = 0L;
        for (var tick = _started; !_isStopping; tick += Tick)
        {
            Pace.WaitUntil(tick);
            for (var due = Due(frame); due <= tick; due = Due(++frame))
            {
                Interlocked.Increment(ref _open);
                _ = AskAsync(_random.Next(_plan.Sessions), due);
            }
        }

        Leave();
    }

    private long Due(long frame) => _started + (long)(frame * _interval);

    private async Task AskAsync(int session, long due)
    {
        try
        {
            await _target.AskAsync(session, _plan.Tokens);
            _record(due);
            Leave();
        }
        catch (Exception exception)
        {
            _answered.TrySetException(exception);
        }
    }

    private void Leave()
    {
        if (Interlocked.Decrement(ref _open) == 0)
        {
            _answered.TrySetResult();
        }
    }
}
