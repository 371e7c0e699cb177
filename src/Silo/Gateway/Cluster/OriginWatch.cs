using Microsoft.Extensions.Hosting;

namespace RnnCluster.Silo.Gateway.Cluster;

/// <summary>Learns the origins of the other gateways while their silos live.</summary>
internal sealed class OriginWatch(ClusterReports reports, IHostApplicationLifetime lifetime, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
        using var timer = new PeriodicTimer(Period, time);
        do
        {
            try
            {
                await reports.ReadAsync();
            }
            catch (OrleansException)
            {
                // The silo is on its way in or out.
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
