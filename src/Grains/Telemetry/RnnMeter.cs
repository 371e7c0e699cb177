namespace RnnCluster.Grains.Telemetry;

/// <summary>The meter that all instruments of a silo belong to; docs/metrics.md lists them.</summary>
internal static class RnnMeter
{
    /// <summary>The name to listen to.</summary>
    public const string Name = "RnnCluster";

    /// <summary>The tag that names a model. Sessions are never tags: there are too many of them.</summary>
    public const string Model = "rnncluster.model";

    /// <summary>The tag that names its version.</summary>
    public const string ModelVersion = "rnncluster.model.version";
}
