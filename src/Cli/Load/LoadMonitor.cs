namespace RnnCluster.Cli.Load;

/// <summary>Tells once a second how a load is getting on, until it is disposed.</summary>
internal sealed class LoadMonitor : IAsyncDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly LoadSessions _sessions;
    private readonly LoadMeter? _meter;
    private readonly TimeProvider _time;
    private readonly long _started;
    private readonly PeriodicTimer _timer;
    private readonly Task _loop;
    private LoadCounts _last;
    private long _lastAt;

    /// <param name="progress">Who is told.</param>
    /// <param name="sessions">The sessions of the load.</param>
    /// <param name="meter">What counts the load; null while sessions are being opened.</param>
    /// <param name="time">The clock.</param>
    public LoadMonitor(IProgress<LoadProgress> progress, LoadSessions sessions, LoadMeter? meter, TimeProvider time)
    {
        _sessions = sessions;
        _meter = meter;
        _time = time;
        _started = _lastAt = time.GetTimestamp();
        _timer = new PeriodicTimer(Period, time);
        _loop = TellAsync(progress);
    }

    public async ValueTask DisposeAsync()
    {
        _timer.Dispose();
        await _loop;
    }

    private async Task TellAsync(IProgress<LoadProgress> progress)
    {
        while (await _timer.WaitForNextTickAsync())
        {
            progress.Report(_meter is null ? Opening() : Running(_meter));
        }
    }

    private LoadProgress Opening() => new()
    {
        Stage = LoadStage.Opening,
        Seconds = _time.GetElapsedTime(_started).TotalSeconds,
        Sessions = _sessions.Open,
    };

    private LoadProgress Running(LoadMeter meter)
    {
        var now = _time.GetTimestamp();
        var seconds = _time.GetElapsedTime(_lastAt, now).TotalSeconds;
        var counts = meter.Count();
        var latencies = meter.Take();
        var progress = new LoadProgress
        {
            // The figures are those of the interval, so its beginning says where they belong.
            Stage = _lastAt < meter.Window.From ? LoadStage.WarmUp
                : _lastAt < meter.Window.Until ? LoadStage.Measuring
                : LoadStage.Draining,
            Seconds = _time.GetElapsedTime(_started, now).TotalSeconds,
            Sessions = _sessions.Open,
            FramesPerSecond = (counts.Answered - _last.Answered) / seconds,
            TokensPerSecond = (counts.Tokens - _last.Tokens) / seconds,
            MedianMs = latencies.PercentileMs(50),
            P99Ms = latencies.PercentileMs(99),
            InFlight = counts.InFlight,
        };
        (_last, _lastAt) = (counts, now);
        return progress;
    }
}
