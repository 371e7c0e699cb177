using Microsoft.Extensions.Hosting;

namespace RnnCluster.Oracle.Processes;

/// <summary>The parent decides when a host stops.</summary>
internal sealed class ParentLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
