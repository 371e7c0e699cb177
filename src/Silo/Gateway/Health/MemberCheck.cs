using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace RnnCluster.Silo.Gateway.Health;

/// <summary>Whether the silo is an active member of its cluster, and will be.</summary>
internal sealed class MemberCheck(ISiloStatusOracle silo, IHostApplicationLifetime host) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(host.ApplicationStopping.IsCancellationRequested ? HealthCheckResult.Unhealthy("the silo drains: it stops, and its sessions move")
            : silo.CurrentStatus != SiloStatus.Active ? HealthCheckResult.Unhealthy($"the silo is not active in its cluster but {silo.CurrentStatus}")
            : HealthCheckResult.Healthy());
}
