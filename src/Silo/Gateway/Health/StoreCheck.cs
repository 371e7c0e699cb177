using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using RnnCluster.Grains.Checkpoints;

namespace RnnCluster.Silo.Gateway.Health;

/// <summary>Whether the store of sessions can be used. One that failed is tried again: perhaps nobody else does.</summary>
internal sealed class StoreCheck(IStoreHealth health, IStoreProbe probe, IOptions<HealthOptions> options, TimeProvider time) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (health.FailingSince is not null)
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(options.Value.StoreWaitMs), time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
            try
            {
                await probe.ProbeAsync(either.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // It does not answer: it fails as before.
            }
        }

        return health.FailingSince is { } since
            ? HealthCheckResult.Unhealthy($"the store fails since {since.ToString("O", CultureInfo.InvariantCulture)}: {health.Reason}")
            : HealthCheckResult.Healthy();
    }
}
