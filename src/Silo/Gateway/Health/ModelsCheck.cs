using Microsoft.Extensions.Diagnostics.HealthChecks;
using RnnCluster.Grains.Telemetry;

namespace RnnCluster.Silo.Gateway.Health;

/// <summary>Whether there is a model to serve.</summary>
internal sealed class ModelsCheck(ISiloLoad load) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(load.ModelsServed == 0
            ? HealthCheckResult.Unhealthy($"no model is served; the models folder has {load.ModelsBroken} broken packages")
            : HealthCheckResult.Healthy());
}
