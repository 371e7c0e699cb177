using System.Diagnostics.Metrics;
using RnnCluster.Grains.Telemetry;

namespace RnnCluster.Grains.Batching;

/// <summary>What the step engine tells about itself. The clock is read only while somebody listens to it.</summary>
/// <remarks>What a pass did is added up under the engine's lock, which it takes anyway, and looked at when somebody asks.</remarks>
internal sealed class StepEngineMetrics
{
    private static readonly KeyValuePair<string, object?> Gather = new("rnncluster.engine.phase", "gather");
    private static readonly KeyValuePair<string, object?> Kernel = new("rnncluster.engine.phase", "kernel");
    private static readonly KeyValuePair<string, object?> Scatter = new("rnncluster.engine.phase", "scatter");

    private readonly Meter _meter;
    private readonly TimeProvider _time;
    private readonly Histogram<int> _batchSize;
    private readonly Histogram<double> _queueWait;
    private readonly Histogram<double> _stepTime;
    private readonly Counter<long> _overloads;
    private ObservableCounter<double>? _passTime;

    public StepEngineMetrics(IMeterFactory meters, TimeProvider time)
    {
        _meter = meters.Create(RnnMeter.Name);
        _time = time;
        _batchSize = _meter.CreateHistogram(
            "rnncluster.engine.batch_size", "{row}", "Rows that one pass advances together.",
            advice: new InstrumentAdvice<int> { HistogramBucketBoundaries = [1, 2, 4, 6, 12, 24, 48, 96, 192, 384, 768, 1536, 3072] });
        _queueWait = _meter.CreateHistogram(
            "rnncluster.engine.queue_wait", "s", "Time from the hand-over of a job to its first pass.", advice: RnnMeter.Seconds);
        _stepTime = _meter.CreateHistogram(
            "rnncluster.engine.step_time", "s", "Time of one pass in the kernel.", advice: RnnMeter.ShortSeconds);
        _overloads = _meter.CreateCounter<long>("rnncluster.engine.overloads", "{job}", "Jobs refused because the engine stayed full.");
    }

    /// <summary>What moments are taken from; null when nobody wants to know them.</summary>
    public TimeProvider? PassClock => _queueWait.Enabled || _stepTime.Enabled || _passTime is { Enabled: true } ? _time : null;

    /// <summary>Shows what the engine holds and did.</summary>
    /// <param name="jobs">Jobs that it holds.</param>
    /// <param name="queueDepth">How many of them wait for a pass.</param>
    /// <param name="work">What passes did, network by network.</param>
    public void Observe(Func<int> jobs, Func<int> queueDepth, Func<IReadOnlyList<PassCounts>> work)
    {
        _meter.CreateObservableUpDownCounter("rnncluster.engine.jobs", jobs, "{job}", "Jobs in the engine.");
        _meter.CreateObservableUpDownCounter("rnncluster.engine.queue_depth", queueDepth, "{job}", "Jobs that wait for their next pass.");
        _meter.CreateObservableCounter(
            "rnncluster.engine.passes", () => OfModels(work()).Select(model => new Measurement<long>(model.Passes, model.Model)), "{pass}", "Passes run.");
        _meter.CreateObservableCounter(
            "rnncluster.engine.rows", () => OfModels(work()).Select(model => new Measurement<long>(model.Rows, model.Model)), "{row}", "Rows advanced by a step.");
        _passTime = _meter.CreateObservableCounter(
            "rnncluster.engine.pass_time", () => OfModels(work()).SelectMany(Times), "s", "Time in gather, kernel and scatter, all threads together.");
    }

    /// <summary>A job was refused.</summary>
    public void Overloaded() => _overloads.Add(1);

    /// <summary>A job that was brought at one moment is in its first pass at another. A listener that throws is its own affair.</summary>
    public void Waited(in KeyValuePair<string, object?> model, long broughtAt, long startedAt)
    {
        try
        {
            // Whoever began to listen in between hears of the next one.
            if (startedAt != 0)
            {
                _queueWait.Record(_time.GetElapsedTime(broughtAt, startedAt).TotalSeconds, model);
            }
        }
        catch (Exception)
        {
            // The sessions' steps are not to fail for it.
        }
    }

    /// <summary>A pass is over. A listener that throws is its own affair: the pass is done.</summary>
    public void Passed(in PassCounts pass)
    {
        try
        {
            _batchSize.Record((int)pass.Rows, pass.Model);
            if (_stepTime.Enabled && pass.Kernel > 0)
            {
                _stepTime.Record(Seconds(pass.Kernel), pass.Model);
            }
        }
        catch (Exception)
        {
            // The sessions' steps are not to fail for it.
        }
    }

    /// <summary>The networks of a model together.</summary>
    private static IEnumerable<PassCounts> OfModels(IReadOnlyList<PassCounts> networks) => networks
        .GroupBy(network => network.Model.Value).Select(static model => model.Aggregate(static (sum, network) => sum.Plus(network)));

    private IEnumerable<Measurement<double>> Times(PassCounts model) =>
    [
        new(Seconds(model.Gather), model.Model, Gather),
        new(Seconds(model.Kernel), model.Model, Kernel),
        new(Seconds(model.Scatter), model.Model, Scatter),
    ];

    private double Seconds(long ticks) => (double)ticks / _time.TimestampFrequency;
}
