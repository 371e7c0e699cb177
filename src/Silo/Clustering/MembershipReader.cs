namespace RnnCluster.Silo.Clustering;

/// <summary>Reads the table of the cluster's members again and again, also after it could not be read for long.</summary>
/// <remarks>
/// A silo that was held or cut off and voted out meanwhile is told by nobody: it reads so in the table, and ends itself. Until then its sessions
/// would speak for those that took over from them. Orleans' own reading waits twice as long after each failure: up to a minute behind a
/// cut of a minute.
/// </remarks>
internal sealed class MembershipReader(IClusterMembershipService membership, TimeProvider time) : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _stopping = new();
    private Task _reading = Task.CompletedTask;

    public void Participate(ISiloLifecycle observer) =>
        observer.Subscribe(nameof(MembershipReader), ServiceLifecycleStage.Active, StartAsync, StopAsync);

    public void Dispose() => _stopping.Dispose();

    private Task StartAsync(CancellationToken cancellation)
    {
        _reading = ReadAsync();
        return Task.CompletedTask;
    }

    private async Task StopAsync(CancellationToken cancellation)
    {
        await _stopping.CancelAsync();
        await _reading.WaitAsync(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task ReadAsync()
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(_stopping.Token))
        {
            try
            {
                await membership.Refresh(cancellationToken: _stopping.Token);
            }
            catch (Exception) when (!_stopping.IsCancellationRequested)
            {
                // Whoever writes the table tells of it; the next try is soon.
            }
        }
    }
}
