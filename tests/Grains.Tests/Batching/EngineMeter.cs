using System.Diagnostics.Metrics;

namespace RnnCluster.Grains.Tests.Batching;

/// <summary>A meter for one engine, and all that is measured on it.</summary>
internal sealed class EngineMeter : IMeterFactory
{
    private readonly Lock _lock = new();
    private readonly Meter _meter = new("RnnCluster");
    private readonly MeterListener _listener = new();
    private readonly List<Measured> _measured = [];

    /// <param name="instruments">What is listened to; nothing means everything.</param>
    public EngineMeter(params string[] instruments)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter == _meter && (instruments.Length == 0 || instruments.Contains(instrument.Name)))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.Start();
    }

    public long Passes => (long)Sum("rnncluster.engine.passes");

    public long Rows => (long)Sum("rnncluster.engine.rows");

    /// <summary>Everything so far, of one instrument.</summary>
    public IReadOnlyList<Measured> Of(string instrument)
    {
        lock (_lock)
        {
            return [.. _measured.Where(measured => measured.Instrument.Name == instrument)];
        }
    }

    public double Sum(string instrument) => Of(instrument).Sum(measured => measured.Value);

    /// <summary>What an observable instrument says now.</summary>
    public double Now(string instrument)
    {
        _listener.RecordObservableInstruments();
        return Of(instrument)[^1].Value;
    }

    public Meter Create(MeterOptions options)
    {
        Assert.Equal(_meter.Name, options.Name);
        return _meter;
    }

    public void Dispose()
    {
        _listener.Dispose();
        _meter.Dispose();
    }

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        lock (_lock)
        {
            _measured.Add(new Measured(instrument, value, tags.ToArray().ToDictionary()));
        }
    }

    /// <summary>One measurement.</summary>
    internal sealed record Measured(Instrument Instrument, double Value, IReadOnlyDictionary<string, object?> Tags);
}
