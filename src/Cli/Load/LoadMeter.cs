using System.Collections.Concurrent;
using HdrHistogram;

namespace RnnCluster.Cli.Load;

/// <summary>Counts and records a load: a <see cref="WorkerMeter"/> for each thread, merged when somebody asks.</summary>
/// <remarks>The loops may call from any thread; <see cref="Take"/> and what it fills belong to one reader.</remarks>
internal sealed class LoadMeter(LoadWindow window, TimeProvider time) : IDisposable
{
    private readonly ThreadLocal<WorkerMeter> _workers = new(() => new WorkerMeter(), trackAllValues: true);
    private readonly ConcurrentDictionary<string, long> _errors = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _lostSessions = new(StringComparer.Ordinal);
    private long _warmUpErrors;

    /// <summary>The measured time.</summary>
    public LoadWindow Window { get; } = window;

    /// <summary>Latencies of the frames that were due within the measured time, as far as they were taken.</summary>
    public LongHistogram Latencies { get; } = LatencyHistogram.Create();

    /// <summary>How late the frames of an open loop left, as far as it was taken.</summary>
    public LongHistogram SendDelays { get; } = LatencyHistogram.Create();

    /// <summary>Frames that were due within the measured time and answered with an error, by code.</summary>
    public IReadOnlyDictionary<string, long> Errors => _errors;

    /// <summary>Sessions that could not go on, by code.</summary>
    public IReadOnlyDictionary<string, long> LostSessions => _lostSessions;

    /// <summary>Frames of the warm-up that were answered with an error.</summary>
    public long WarmUpErrors => Interlocked.Read(ref _warmUpErrors);

    /// <summary>A frame is due at <paramref name="due"/>.</summary>
    public void Offer(long due) => _workers.Value!.Offer(Window.Holds(due));

    /// <summary>A frame of an open loop, due at <paramref name="due"/>, leaves now.</summary>
    public void Send(long due)
    {
        if (Window.Holds(due))
        {
            _workers.Value!.Delay(time.GetElapsedTime(due));
        }
    }

    /// <summary>The frame that was due at <paramref name="due"/> was answered at <paramref name="now"/>.</summary>
    public void Answer(long due, long now, int tokens) => _workers.Value!.Answer(
        time.GetElapsedTime(due, now), tokens, isWarmUp: due < Window.From, Window.Holds(due), Window.Holds(now));

    /// <summary>The frame that was due at <paramref name="due"/> was answered with an error.</summary>
    public void Refuse(long due, string code)
    {
        _workers.Value!.Refuse();
        if (Window.Holds(due))
        {
            _errors.AddOrUpdate(code, 1, (_, count) => count + 1);
        }
        else if (due < Window.From)
        {
            Interlocked.Increment(ref _warmUpErrors);
        }
    }

    /// <summary>A session cannot go on.</summary>
    public void Lose(string code) => _lostSessions.AddOrUpdate(code, 1, (_, count) => count + 1);

    /// <summary>All counts.</summary>
    public LoadCounts Count() => _workers.Values.Aggregate(default(LoadCounts), (sum, worker) => sum + worker.Counts);

    /// <summary>Merges what the threads recorded since the last time.</summary>
    /// <returns>The latencies of that interval, those of the warm-up too.</returns>
    public LongHistogram Take()
    {
        var interval = LatencyHistogram.Create();
        foreach (var worker in _workers.Values)
        {
            worker.WarmUp.TakeInto(interval);
            worker.Measured.TakeInto(interval, Latencies);
            worker.SendDelays.TakeInto(SendDelays);
        }

        return interval;
    }

    /// <inheritdoc />
    public void Dispose() => _workers.Dispose();
}
