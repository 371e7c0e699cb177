using System.Diagnostics.Metrics;
using RnnCluster.Grains.Telemetry;

namespace RnnCluster.Silo.Gateway.Cluster;

/// <summary>Adds up what this silo's step engine tells about itself.</summary>
internal sealed class EngineCounters : IDisposable
{
    private const string RowsName = "rnncluster.engine.rows";
    private const string PassesName = "rnncluster.engine.passes";

    private readonly MeterListener _listener = new();
    private long _rows;
    private long _passes;

    public EngineCounters(IMeterFactory meters)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            // Other silos of the process have factories of their own.
            if (instrument.Meter.Name == RnnMeter.Name && ReferenceEquals(instrument.Meter.Scope, meters)
                && instrument.Name is RowsName or PassesName)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>(Add);
        _listener.Start();
    }

    /// <summary>Rows that were advanced by a step, a token each.</summary>
    public long Rows => Volatile.Read(ref _rows);

    /// <summary>Passes that were run, a batch each.</summary>
    public long Passes => Volatile.Read(ref _passes);

    public void Dispose() => _listener.Dispose();

    private void Add(Instrument instrument, long value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        if (instrument.Name == RowsName)
        {
            Interlocked.Add(ref _rows, value);
        }
        else
        {
            Interlocked.Add(ref _passes, value);
        }
    }
}
