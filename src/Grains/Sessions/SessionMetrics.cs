using System.Diagnostics.Metrics;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Grains.Telemetry;

namespace RnnCluster.Grains.Sessions;

/// <summary>What the sessions of a silo tell about themselves and their frames. The clock is read only while somebody listens to it.</summary>
internal sealed class SessionMetrics
{
    // The key that OpenTelemetry's conventions have for it.
    private const string Error = "error.type";
    private const string From = "rnncluster.session.from";

    private static readonly KeyValuePair<string, object?> FromNothing = new(From, "new");
    private static readonly KeyValuePair<string, object?> FromStore = new(From, "store");
    private static readonly KeyValuePair<string, object?> FromSilo = new(From, "silo");
    private static readonly KeyValuePair<string, object?> Refused = new(From, "refused");

    private readonly Meter _meter;
    private readonly TimeProvider _time;
    private readonly Counter<long> _activations;
    private readonly Counter<long> _evicted;
    private readonly Counter<long> _closed;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _duplicates;
    private readonly Counter<long> _resendRequests;
    private readonly Counter<long> _dropped;
    private readonly Histogram<double> _latency;
    private int _waking;

    public SessionMetrics(IMeterFactory meters, TimeProvider time)
    {
        _time = time;
        _meter = meters.Create(RnnMeter.Name);
        _activations = Counter("rnncluster.sessions.activations", "{session}", "Sessions that came into memory, or were refused there.");
        _evicted = Counter("rnncluster.sessions.evicted", "{session}", "Sessions that left memory because they were idle; they wake on their next frame.");
        _closed = Counter("rnncluster.sessions.closed", "{session}", "Sessions that were closed.");
        _refused = Counter("rnncluster.frames.refused", "{frame}", "Frames answered with an error.");
        _duplicates = Counter("rnncluster.frames.duplicates", "{frame}", "Frames that came once more and were not applied again.");
        _resendRequests = Counter("rnncluster.frames.resend_requests", "{request}", "Requests to send missing frames again.");
        _dropped = Counter("rnncluster.outputs.dropped", "{output}", "Outputs that found no room on their stream for too long.");
        _latency = _meter.CreateHistogram(
            "rnncluster.frames.latency", "s", "Time from a frame's arrival in its session to the last part of its answer on its stream.", advice: RnnMeter.Seconds);
    }

    /// <summary>Shows what is in memory and what went through.</summary>
    /// <param name="census">The sessions.</param>
    /// <param name="traffics">What went through them.</param>
    public void Observe(SessionCensus census, ModelTraffics traffics)
    {
        _meter.CreateObservableUpDownCounter("rnncluster.sessions.active", () => census.Count, "{session}", "Sessions in the memory of this silo.");
        _meter.CreateObservableUpDownCounter("rnncluster.sessions.waking", () => Volatile.Read(ref _waking), "{session}", "Sessions that come into memory now.");
        _meter.CreateObservableCounter("rnncluster.sessions.moved", () => census.Moved, "{session}", "Sessions that went on in another silo.");
        OfModels("rnncluster.frames.applied", "{frame}", "Frames applied and answered to the end.", static traffic => traffic.Frames);
        OfModels("rnncluster.tokens.read", "{token}", "Tokens and vectors that frames brought to be read.", static traffic => traffic.Read);
        OfModels("rnncluster.tokens.given", "{token}", "Outputs given: labels, tokens, vectors.", static traffic => traffic.Given);

        void OfModels(string name, string unit, string description, Func<ModelTraffic, long> count) => _meter.CreateObservableCounter(
            name,
            () => traffics.All.Select(traffic => new Measurement<long>(count(traffic), traffic.Model)),
            unit,
            description);
    }

    /// <summary>The moment that a frame arrives; 0 when nobody wants to know it.</summary>
    public long Arrival(InputFrame frame) => _latency.Enabled || frame.TraceParent is not null ? _time.GetTimestamp() : 0;

    /// <summary>The last part of an answer left.</summary>
    /// <param name="model">The tag of its model.</param>
    /// <param name="arrival">When the frame arrived; 0 when nobody looked.</param>
    public void Answered(in KeyValuePair<string, object?> model, long arrival)
    {
        if (arrival != 0 && _latency.Enabled)
        {
            _latency.Record(_time.GetElapsedTime(arrival).TotalSeconds, model);
        }
    }

    /// <summary>A session begins to come into memory.</summary>
    public void Waking() => Interlocked.Increment(ref _waking);

    /// <summary>It is there, or did not come.</summary>
    public void Woken() => Interlocked.Decrement(ref _waking);

    /// <summary>A session is in memory.</summary>
    /// <param name="isMoved">Whether it came from another silo.</param>
    /// <param name="isStored">Whether it was in the store.</param>
    /// <param name="isRefused">Whether it cannot live here.</param>
    public void Activated(bool isMoved, bool isStored, bool isRefused) =>
        _activations.Add(1, isRefused ? Refused : isMoved ? FromSilo : isStored ? FromStore : FromNothing);

    /// <summary>A session left memory because it was idle.</summary>
    public void Evicted() => _evicted.Add(1);

    /// <summary>A session was closed.</summary>
    public void Closed() => _closed.Add(1);

    /// <summary>A frame is answered with an error.</summary>
    public void RefusedFrame(string code) => _refused.Add(1, new KeyValuePair<string, object?>(Error, code));

    /// <summary>A frame came that was applied or waits already.</summary>
    public void Duplicate(in KeyValuePair<string, object?> model) => _duplicates.Add(1, model);

    /// <summary>A session asks for frames that it misses.</summary>
    public void AskedForMissing(in KeyValuePair<string, object?> model) => _resendRequests.Add(1, model);

    /// <summary>An output was given up.</summary>
    public void Dropped() => _dropped.Add(1);

    private Counter<long> Counter(string name, string unit, string description) => _meter.CreateCounter<long>(name, unit, description);
}
