using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using RnnCluster.Silo.Gateway.Access;
using RnnCluster.Silo.Gateway.Errors;
using RnnCluster.Silo.Telemetry;

namespace RnnCluster.Silo.Gateway.Metrics;

/// <summary>The metrics of this silo for Prometheus: <c>/metrics</c>.</summary>
internal static class MetricsRoutes
{
    public static IServiceCollection AddGatewayMetrics(this IServiceCollection services)
    {
        services.AddSingleton<PrometheusExporter>();
        services.AddRnnOpenTelemetry().WithMetrics(static metrics => metrics.AddReader(
            static provider => new BaseExportingMetricReader(provider.GetRequiredService<PrometheusExporter>())));
        return services;
    }

    public static void MapMetrics(this IEndpointRouteBuilder routes) => routes.MapGet("/metrics", Scrape)
        .WithName("GetMetrics").WithTags("Operations").WithSummary("The metrics of this silo in Prometheus' text format.")
        .RequireScope(GatewayScopes.Admin).WithMetadata(new UnlimitedRequests());

    // Collecting reads counters and waits for nothing but another collection.
    private static IResult Scrape(PrometheusExporter exporter) => exporter.Scrape() is { } text
        ? TypedResults.Text(text, PrometheusText.ContentType)
        : GatewayProblem.OfStatus(StatusCodes.Status503ServiceUnavailable).ToResult();
}
