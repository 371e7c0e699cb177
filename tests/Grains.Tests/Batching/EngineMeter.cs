using System.Diagnostics.Metrics;
using RnnCluster.Grains.Tests.Telemetry;

namespace RnnCluster.Grains.Tests.Batching;

/// <summary>A meter for one engine, and all that is measured on it.</summary>
internal sealed class EngineMeter : IMeterFactory
{
    private readonly Meter _meter = new("RnnCluster");
    private readonly MeterTap _tap;

    /// <param name="instruments">What is listened to; nothing means everything.</param>
    public EngineMeter(params string[] instruments) => _tap = new MeterTap(_meter, instruments);

    public long Passes => (long)Sum("rnncluster.engine.passes");

    public long Rows => (long)Sum("rnncluster.engine.rows");

    /// <summary>Everything so far of one instrument; of an observable one what it says now.</summary>
    public IReadOnlyList<MeterTap.Measured> Of(string instrument) => _tap.Of(instrument);

    public double Sum(string instrument) => _tap.Sum(instrument);

    public Meter Create(MeterOptions options)
    {
        Assert.Equal(_meter.Name, options.Name);
        return _meter;
    }

    public void Dispose()
    {
        _tap.Dispose();
        _meter.Dispose();
    }
}
