using System.Diagnostics.Metrics;
using RnnCluster.Abstractions.Telemetry;

namespace RnnCluster.Grains.Telemetry;

/// <summary>The meter that all instruments of a silo belong to; docs/metrics.md lists them.</summary>
internal static class RnnMeter
{
    /// <summary>The name to listen to.</summary>
    public const string Name = RnnTelemetry.Name;

    /// <summary>The tag that names a model. Sessions are never tags: there are too many of them.</summary>
    public const string Model = "rnncluster.model";

    /// <summary>The tag that names its version.</summary>
    public const string ModelVersion = "rnncluster.model.version";

    /// <summary>Buckets of times from a tenth of a millisecond to half a minute.</summary>
    public static InstrumentAdvice<double> Seconds { get; } = new()
    {
        HistogramBucketBoundaries = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    };

    /// <summary>Buckets of times from a microsecond to a tenth of a second.</summary>
    public static InstrumentAdvice<double> ShortSeconds { get; } = new()
    {
        HistogramBucketBoundaries = [1e-6, 2.5e-6, 5e-6, 1e-5, 2.5e-5, 5e-5, 1e-4, 2.5e-4, 5e-4, 1e-3, 2.5e-3, 5e-3, 1e-2, 0.1],
    };
}
