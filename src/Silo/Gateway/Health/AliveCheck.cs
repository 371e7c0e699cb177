using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace RnnCluster.Silo.Gateway.Health;

/// <summary>Whether starting this process anew would not help: the cluster has not declared the silo dead.</summary>
internal sealed class AliveCheck(ISiloStatusOracle silo) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(silo.CurrentStatus == SiloStatus.Dead
            ? HealthCheckResult.Unhealthy("the cluster has declared this silo dead")
            : HealthCheckResult.Healthy());
}
