using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using RnnCluster.Grains.Telemetry;

namespace RnnCluster.Silo.Gateway.Health;

/// <summary>Whether the step engine has room for more work.</summary>
internal sealed class EngineCheck(ISiloLoad load, IOptions<HealthOptions> options) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var jobs = load.EngineJobs;
        var percent = options.Value.EngineJobsPercent;
        return Task.FromResult(100L * jobs >= (long)percent * load.EngineJobsLimit
            ? HealthCheckResult.Unhealthy($"the step engine holds {jobs} jobs, {percent} % or more of the {load.EngineJobsLimit} that it may hold")
            : HealthCheckResult.Healthy());
    }
}
