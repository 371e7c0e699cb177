using System.Diagnostics.Metrics;

namespace RnnCluster.Engine.Watched;

/// <summary>One meter of a name of its own, so that one engine can be listened to and another one not.</summary>
internal sealed class NamedMeters(string name) : IMeterFactory
{
    private readonly Meter _meter = new(name);

    public Meter Create(MeterOptions options) => _meter;

    public void Dispose() => _meter.Dispose();
}
