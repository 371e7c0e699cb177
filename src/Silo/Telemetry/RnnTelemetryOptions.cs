namespace RnnCluster.Silo.Telemetry;

/// <summary>Where a silo sends its metrics and traces.</summary>
public sealed record RnnTelemetryOptions
{
    /// <summary>
    /// Endpoint of a collector that takes OTLP over gRPC, such as <c>http://127.0.0.1:4317</c>; null for what the standard variable
    /// <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> says, and to send nothing when that is not set either. Default null.
    /// </summary>
    public Uri? OtlpEndpoint { get; init; }

    /// <summary>
    /// Share of the frames sent by clients in this process that are traced, 0 to 1; frames whose sender decided follow it. The standard
    /// variable <c>OTEL_TRACES_SAMPLER</c> comes first. Default 0.01.
    /// </summary>
    public double TraceRatio { get; init; } = 0.01;
}
