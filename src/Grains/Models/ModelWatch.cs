using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace RnnCluster.Grains.Models;

/// <summary>Loads the models before the silo takes its first call, and from then on keeps the catalog as the models folder is.</summary>
internal sealed class ModelWatch(
    ModelCatalog catalog, ModelMetrics metrics, IOptions<ModelCatalogOptions> options, TimeProvider time, ILogger<ModelCatalog> logger)
    : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private readonly Channel<bool> _told = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _stop = new();
    private readonly TimeSpan _settle = TimeSpan.FromMilliseconds(options.Value.SettleMs);
    private readonly TimeSpan _rescan = TimeSpan.FromMilliseconds(options.Value.RescanMs);
    private FileSystemWatcher? _watcher;
    private Task _watching = Task.CompletedTask;

    void ILifecycleParticipant<ISiloLifecycle>.Participate(ISiloLifecycle observer) =>
        observer.Subscribe(nameof(ModelWatch), ServiceLifecycleStage.ApplicationServices, StartAsync, StopAsync);

    public void Dispose()
    {
        _watcher?.Dispose();
        _stop.Dispose();
    }

    private async Task StartAsync(CancellationToken cancellation)
    {
        // From now on nothing is missed; what is there already is taken as it is.
        Listen();
        var isSettled = await catalog.RefreshAsync(settle: TimeSpan.Zero);
        metrics.Observe(catalog);
        _watching = Task.Run(() => WatchAsync(isSettled, _stop.Token), cancellation);
    }

    private async Task StopAsync(CancellationToken cancellation)
    {
        await _stop.CancelAsync();
        await _watching.WaitAsync(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private void Listen()
    {
        try
        {
            _watcher = new FileSystemWatcher(Path.GetFullPath(options.Value.Folder)) { IncludeSubdirectories = true };
            _watcher.Created += (_, _) => Tell();
            _watcher.Changed += (_, _) => Tell();
            _watcher.Deleted += (_, _) => Tell();
            _watcher.Renamed += (_, _) => Tell();
            _watcher.Error += (_, _) => Tell();
            _watcher.EnableRaisingEvents = true;
        }
        catch (Exception exception) when (exception is IOException or ArgumentException or PlatformNotSupportedException)
        {
            // There is a bound on how many folders a system watches. That the folder is not there, the first look says.
            ModelCatalogLog.Unwatched(logger, options.Value.RescanMs, exception);
        }
    }

    private void Tell() => _told.Writer.TryWrite(true);

    private async Task WatchAsync(bool isSettled, CancellationToken stop)
    {
        while (true)
        {
            if (isSettled)
            {
                await WaitForChangeAsync(stop);
            }
            else
            {
                // What is being copied tells of itself again and again.
                await Task.Delay(_settle, time, stop);
            }

            isSettled = await RefreshAsync();
        }
    }

    private async Task WaitForChangeAsync(CancellationToken stop)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop);
        await Task.WhenAny(_told.Reader.WaitToReadAsync(either.Token).AsTask(), Task.Delay(_rescan, time, either.Token));
        await either.CancelAsync();
        stop.ThrowIfCancellationRequested();
        _told.Reader.TryRead(out _);
    }

    private async Task<bool> RefreshAsync()
    {
        try
        {
            return await catalog.RefreshAsync(_settle);
        }
        catch (Exception exception)
        {
            // Whatever it is, what is served must go on being served.
            ModelCatalogLog.Unreadable(logger, exception);
            return true;
        }
    }
}
