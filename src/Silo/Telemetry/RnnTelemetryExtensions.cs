using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using RnnCluster.Abstractions.Telemetry;

namespace RnnCluster.Silo.Telemetry;

/// <summary>Hands a silo's metrics and traces to others.</summary>
public static class RnnTelemetryExtensions
{
    private const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string SamplerVariable = "OTEL_TRACES_SAMPLER";
    private const string ServiceName = "rnncluster";

    // The runtime's own: processor time, memory, collections, threads.
    private const string RuntimeMeter = "System.Runtime";

    /// <summary>Sends metrics and traces to a collector over OTLP, when one is named by the options or the environment.</summary>
    /// <exception cref="ArgumentException">An option is out of its bounds.</exception>
    public static IServiceCollection AddRnnTelemetry(this IServiceCollection services, RnnTelemetryOptions options)
    {
        if (options.TraceRatio is not (>= 0 and <= 1))
        {
            throw new ArgumentException($"TraceRatio is {options.TraceRatio}; it must be 0 to 1", nameof(options));
        }

        var endpoint = options.OtlpEndpoint;
        if (endpoint is null && string.IsNullOrEmpty(Environment.GetEnvironmentVariable(EndpointVariable)))
        {
            return services;
        }

        services.AddRnnOpenTelemetry()
            .WithMetrics(metrics => metrics.AddOtlpExporter(otlp => otlp.Endpoint = endpoint ?? otlp.Endpoint))
            .WithTracing(traces =>
            {
                traces.AddSource(RnnTelemetry.Name).AddOtlpExporter(otlp => otlp.Endpoint = endpoint ?? otlp.Endpoint);
                if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(SamplerVariable)))
                {
                    traces.SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(options.TraceRatio)));
                }
            });
        return services;
    }

    /// <summary>What all who hand metrics on begin with. May be called more than once.</summary>
    internal static OpenTelemetryBuilder AddRnnOpenTelemetry(this IServiceCollection services) => services.AddOpenTelemetry()
        .ConfigureResource(static resource => resource.AddService(ServiceName, serviceInstanceId: $"{Environment.MachineName}:{Environment.ProcessId}"))
        .WithMetrics(static metrics => metrics.AddMeter(RnnTelemetry.Name, RuntimeMeter));
}
