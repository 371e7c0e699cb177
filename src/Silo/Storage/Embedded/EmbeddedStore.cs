using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RnnCluster.Silo.Storage.Redis;

namespace RnnCluster.Silo.Storage.Embedded;

/// <summary>
/// The store of a data folder: hosted by this process when no other one does, else by the process that holds the folder's lock. When that
/// one ends, the first of the others that gets the lock hosts the store, from the same folder and at the same port.
/// </summary>
internal sealed class EmbeddedStore(string folder, TimeProvider time, ILoggerFactory loggers) : IHostedService, IRedisEndpoint, IAsyncDisposable
{
    // The process that hosts may read a long file before it answers.
    private static readonly TimeSpan JoinPatience = TimeSpan.FromSeconds(60);

    // A process that was killed lets go of its port when the system has ended it.
    private static readonly TimeSpan PortPatience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan WatchInterval = TimeSpan.FromMilliseconds(500);

    // What a start wants to write at once, and a little to go on with.
    private const long RoomBytes = 32L << 20;

    private readonly DataFolder _folder = new(folder);
    private readonly ILogger _logger = loggers.CreateLogger<EmbeddedStore>();
    private readonly CancellationTokenSource _stopping = new();

    private IDisposable? _lock;
    private GarnetHost? _garnet;
    private Task _watch = Task.CompletedTask;
    private int _port;
    private bool _isDisposed;

    public StoreAddress Address => StoreAddress.Parse($"redis://127.0.0.1:{_port}");

    public string Name => $"the embedded store of '{_folder.Path}' at 127.0.0.1:{_port}";

    /// <summary>Whether this process hosts the store.</summary>
    public bool IsHost => _garnet is not null;

    /// <summary>Hosts the store, or finds it.</summary>
    /// <exception cref="StoreException">Neither can be done.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        using var timer = new PeriodicTimer(Interval, time);
        while (true)
        {
            _lock = _folder.TryLock();
            if (_lock is not null)
            {
                await HostAsync(cancellationToken);
                _watch = WatchOwnAsync();
                return;
            }

            if (_folder.ReadPort() is { } port && await StorePort.AnswersAsync(port, cancellationToken))
            {
                _port = port;
                EmbeddedStoreLog.Joined(_logger, _folder.Path, port);
                _watch = WatchAsync();
                return;
            }

            if (time.GetElapsedTime(started) > JoinPatience)
            {
                throw new StoreException(
                    $"the data folder '{_folder.Path}' is locked by a process that hosts no store; end that process, or name another folder");
            }

            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }

    /// <summary>Ends the store when this process hosts it. All that it has acknowledged is in the folder at any moment.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _watch.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (Interlocked.Exchange(ref _garnet, null) is { } garnet)
        {
            await garnet.DisposeAsync();
            EmbeddedStoreLog.Stopped(_logger, _folder.Path);
        }

        Interlocked.Exchange(ref _lock, null)?.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        // The container holds it under several names and ends it once for each.
        if (!Interlocked.Exchange(ref _isDisposed, true))
        {
            await StopAsync(CancellationToken.None);
            _stopping.Dispose();
        }
    }

    /// <summary>Waits for the lock, to host the store when the process that did has ended.</summary>
    private async Task WatchAsync()
    {
        using var timer = new PeriodicTimer(WatchInterval, time);
        while (await timer.WaitForNextTickAsync(_stopping.Token))
        {
            try
            {
                _lock = _folder.TryLock();
                if (_lock is not null)
                {
                    await HostAsync(_stopping.Token);
                    break;
                }
            }
            catch (StoreException exception)
            {
                Interlocked.Exchange(ref _lock, null)?.Dispose();
                EmbeddedStoreLog.NotTakenOver(_logger, _folder.Path, exception);
            }
        }

        await WatchOwnAsync();
    }

    /// <summary>Starts the store that is hosted here anew when its disk was full, and has room again.</summary>
    private async Task WatchOwnAsync()
    {
        using var timer = new PeriodicTimer(WatchInterval, time);
        while (await timer.WaitForNextTickAsync(_stopping.Token))
        {
            if (_garnet is not { HasFailed: false } && HasRoom())
            {
                await StartAgainAsync();
            }
        }
    }

    private async Task StartAgainAsync()
    {
        EmbeddedStoreLog.StartsAgain(_logger, _folder.Path);
        try
        {
            if (Interlocked.Exchange(ref _garnet, null) is { } broken)
            {
                await broken.DisposeAsync();
            }

            await HostAsync(_stopping.Token);
        }
        catch (StoreException exception)
        {
            EmbeddedStoreLog.NotTakenOver(_logger, _folder.Path, exception);
            await Task.Delay(PortPatience, time, _stopping.Token);
        }
    }

    private bool HasRoom()
    {
        try
        {
            return new DriveInfo(_folder.Path).AvailableFreeSpace >= RoomBytes;
        }
        catch (IOException)
        {
            // The disk is not there at all.
            return false;
        }
    }

    private async Task HostAsync(CancellationToken cancellation)
    {
        _port = _folder.ReadPort() ?? StorePort.Choose(_folder.Path);
        _folder.WritePort(_port);
        await RequirePortAsync(cancellation);
        _garnet = await GarnetHost.StartAsync(_folder.Path, _port, loggers);
        EmbeddedStoreLog.Hosted(_logger, _folder.Path, _port);
    }

    private async Task RequirePortAsync(CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        using var timer = new PeriodicTimer(Interval, time);
        while (!StorePort.IsFree(_port))
        {
            if (time.GetElapsedTime(started) > PortPatience)
            {
                throw new StoreException(
                    $"port {_port} of the store of '{_folder.Path}' is taken by another program; end that program, or delete {DataFolder.PortName} in the folder while no silo of it runs");
            }

            await timer.WaitForNextTickAsync(cancellation);
        }
    }
}
