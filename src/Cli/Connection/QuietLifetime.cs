using Microsoft.Extensions.Hosting;

namespace RnnCluster.Cli.Connection;

/// <summary>The command decides when its host stops; Ctrl-C reaches the command, not the host.</summary>
internal sealed class QuietLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
