using System.Diagnostics.Metrics;
using RnnCluster.Grains.Telemetry;

namespace RnnCluster.Grains.Batching;

/// <summary>What the step engine tells about itself. The clock is read only while somebody listens to it.</summary>
internal sealed class StepEngineMetrics
{
    private static readonly KeyValuePair<string, object?> Gather = new("rnncluster.engine.phase", "gather");
    private static readonly KeyValuePair<string, object?> Kernel = new("rnncluster.engine.phase", "kernel");
    private static readonly KeyValuePair<string, object?> Scatter = new("rnncluster.engine.phase", "scatter");

    private readonly Meter _meter;
    private readonly TimeProvider _time;
    private readonly Histogram<int> _batchSize;
    private readonly Counter<long> _passes;
    private readonly Counter<long> _rows;
    private readonly Counter<long> _overloads;
    private readonly Counter<double> _passTime;

    public StepEngineMetrics(IMeterFactory meters, TimeProvider time)
    {
        _meter = meters.Create(RnnMeter.Name);
        _time = time;
        _batchSize = _meter.CreateHistogram(
            "rnncluster.engine.batch_size", "{row}", "Rows that one pass advances together.",
            advice: new InstrumentAdvice<int> { HistogramBucketBoundaries = [1, 2, 4, 6, 12, 24, 48, 96, 192, 384, 768, 1536, 3072] });
        _passes = _meter.CreateCounter<long>("rnncluster.engine.passes", "{pass}", "Passes run.");
        _rows = _meter.CreateCounter<long>("rnncluster.engine.rows", "{row}", "Rows advanced by a step.");
        _overloads = _meter.CreateCounter<long>("rnncluster.engine.overloads", "{job}", "Jobs refused because the engine stayed full.");
        _passTime = _meter.CreateCounter<double>("rnncluster.engine.pass_time", "s", "Time in gather, kernel and scatter, all threads together.");
    }

    /// <summary>Shows how many jobs the engine holds, and how many of them wait for a pass.</summary>
    public void Observe(Func<int> jobs, Func<int> queueDepth)
    {
        _meter.CreateObservableUpDownCounter("rnncluster.engine.jobs", jobs, "{job}", "Jobs in the engine.");
        _meter.CreateObservableUpDownCounter("rnncluster.engine.queue_depth", queueDepth, "{job}", "Jobs that wait for their next pass.");
    }

    /// <summary>What a pass takes its moments from; null when nobody wants to know them.</summary>
    public TimeProvider? PassClock => _passTime.Enabled ? _time : null;

    /// <summary>A job was refused.</summary>
    public void Overloaded() => _overloads.Add(1);

    /// <summary>A pass is over. A listener that throws is its own affair: the pass is done.</summary>
    /// <param name="model">The tag of its model.</param>
    /// <param name="rows">Rows that were advanced.</param>
    /// <param name="start">The moment before gather; 0 without <see cref="PassClock"/>, as the others.</param>
    /// <param name="gathered">The moment before the kernel.</param>
    /// <param name="stepped">The moment after it.</param>
    public void Passed(in KeyValuePair<string, object?> model, int rows, long start, long gathered, long stepped)
    {
        try
        {
            Record(model, rows);
            if (start != 0)
            {
                _passTime.Add(_time.GetElapsedTime(start, gathered).TotalSeconds, model, Gather);
                _passTime.Add(_time.GetElapsedTime(gathered, stepped).TotalSeconds, model, Kernel);
                _passTime.Add(_time.GetElapsedTime(stepped).TotalSeconds, model, Scatter);
            }
        }
        catch (Exception)
        {
            // The sessions' steps are not to fail for it.
        }
    }

    private void Record(in KeyValuePair<string, object?> model, int rows)
    {
        _batchSize.Record(rows, model);
        _passes.Add(1, model);
        _rows.Add(rows, model);
    }
}
