using System.Diagnostics.Metrics;
using RnnCluster.Grains.Telemetry;

namespace RnnCluster.Grains.Checkpoints;

/// <summary>What is told about the records of sessions and the store that keeps them. The clock is read only while somebody listens to it.</summary>
internal sealed class CheckpointMetrics
{
    private const string Operation = "rnncluster.store.operation";

    private readonly TimeProvider _time;
    private readonly Histogram<int> _size;
    private readonly Histogram<double> _writeTime;
    private readonly Histogram<double> _lag;
    private readonly Counter<long> _errors;
    private readonly Meter _meter;

    public CheckpointMetrics(IMeterFactory meters, TimeProvider time, IStoreHealth health)
    {
        _time = time;
        _meter = meters.Create(RnnMeter.Name);
        _size = _meter.CreateHistogram(
            "rnncluster.checkpoint.size", "By", "Size of a session's record.",
            advice: new InstrumentAdvice<int> { HistogramBucketBoundaries = [256, 1 << 10, 1 << 12, 1 << 14, 1 << 16, 1 << 18, 1 << 20, 1 << 22] });
        _writeTime = _meter.CreateHistogram("rnncluster.checkpoint.write_time", "s", "Time of one write of a session's record.", advice: RnnMeter.Seconds);
        _lag = _meter.CreateHistogram(
            "rnncluster.checkpoint.lag", "s", "Age of a session's oldest change that was not stored, when the store has it.", advice: RnnMeter.Seconds);
        _errors = _meter.CreateCounter<long>("rnncluster.store.errors", "{operation}", "Operations on the store that failed.");
        _meter.CreateObservableGauge(
            "rnncluster.store.outage", () => health.FailingSince is { } since ? (time.GetUtcNow() - since).TotalSeconds : 0, "s",
            "How long operations on the store have been failing; 0 while they come through.");
    }

    /// <summary>Now, for who measures what changes wait; 0 when nobody wants to know.</summary>
    public long ChangeMoment => _lag.Enabled ? _time.GetTimestamp() : 0;

    /// <summary>Now, for who measures a write; 0 when nobody wants to know.</summary>
    public long WriteMoment => _writeTime.Enabled ? _time.GetTimestamp() : 0;

    /// <summary>Shows how many records are being written.</summary>
    public void Observe(Func<int> writes) =>
        _meter.CreateObservableUpDownCounter("rnncluster.checkpoint.writes", writes, "{write}", "Records that are being written now.");

    /// <summary>The store has a record.</summary>
    /// <param name="bytes">Its size.</param>
    /// <param name="started">The <see cref="WriteMoment"/> before it.</param>
    public void Written(int bytes, long started)
    {
        _size.Record(bytes);
        if (started != 0)
        {
            _writeTime.Record(_time.GetElapsedTime(started).TotalSeconds);
        }
    }

    /// <summary>The store has what changed at that <see cref="ChangeMoment"/>, 0 when nobody looked.</summary>
    public void Covered(long changed)
    {
        if (changed != 0)
        {
            _lag.Record(_time.GetElapsedTime(changed).TotalSeconds);
        }
    }

    /// <summary>An operation on the store failed.</summary>
    /// <param name="operation"><c>read</c>, <c>write</c> or <c>clear</c>.</param>
    public void Failed(string operation) => _errors.Add(1, new KeyValuePair<string, object?>(Operation, operation));
}
