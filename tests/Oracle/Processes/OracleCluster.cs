using RnnCluster.Abstractions.Sessions;
using RnnCluster.Oracle.Frames;
using RnnCluster.Oracle.Harm;
using RnnCluster.Oracle.Stores;
using RnnCluster.Silo;

namespace RnnCluster.Oracle.Processes;

/// <summary>The silos and the client of a run.</summary>
internal sealed class OracleCluster : IAsyncDisposable
{
    /// <summary>Name of the journal in the run's folder.</summary>
    public const string JournalName = "journal";

    private const long FirstStreamPlace = -10;

    private static readonly TimeSpan WatchEvery = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _end = new();
    private readonly List<string> _revivals = [];
    private Task _watching = Task.CompletedTask;

    public OracleCluster(RunSettings settings, StoreSettings store)
    {
        var ports = LoopbackPorts.FindFree(3 * settings.Silos);
        var gateways = ports[settings.Silos..(2 * settings.Silos)];
        var https = settings.OverSockets ? ports[(2 * settings.Silos)..] : [];
        Silos =
        [
            .. Enumerable.Range(0, settings.Silos).Select(number => new OracleSilo(
                number,
                new SiloSettings(
                    store, ports[number], gateways[number], ports[0], settings.OverSockets ? https[number] : null, settings.Models, StreamHarm(settings, number), settings.Fault),
                Path.Combine(settings.Folder, $"silo-{number}.log"))),
        ];
        Client = new OracleClient(
            new ClientSettings(
                SessionPlan.OwnRun,
                [.. gateways.Select(Loopback)],
                [.. https.Select(Loopback)],
                settings.Seed,
                settings.Sessions,
                settings.FramesPerSecond,
                Path.Combine(settings.Folder, JournalName),
                StreamHarm(settings, settings.Silos),
                IsSuccessor: false),
            Path.Combine(settings.Folder, "client.log"));
    }

    /// <summary>The silos.</summary>
    public IReadOnlyList<OracleSilo> Silos { get; }

    /// <summary>The client.</summary>
    public OracleClient Client { get; }

    /// <summary>Silos that ended without being asked to, and when.</summary>
    public IReadOnlyList<string> Revivals => _revivals;

    /// <summary>Starts all silos, then the client, and waits until all sessions are open.</summary>
    public async Task StartAsync()
    {
        foreach (var silo in Silos)
        {
            await silo.StartAsync();
        }

        _watching = WatchAsync();
        Client.Start();
        await Client.Ready;
    }

    /// <summary>Starts silos that ended by themselves.</summary>
    public async Task ReviveAsync()
    {
        foreach (var silo in Silos)
        {
            if (await silo.ReviveAsync())
            {
                lock (_revivals)
                {
                    _revivals.Add($"silo {silo.Number}");
                }
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _watching;
        await Client.DisposeAsync();
        foreach (var silo in Silos)
        {
            await silo.DisposeAsync();
        }

        _end.Dispose();
    }

    private static string Loopback(int port) => $"127.0.0.1:{port}";

    private static StreamHarmSettings StreamHarm(RunSettings settings, int process) =>
        new(SessionSeed.Derive(settings.Seed, FirstStreamPlace - process), settings.DroppedShare, settings.DoubledShare);

    private async Task WatchAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            await Clock.PassAsync(WatchEvery, _end.Token);
            if (!_end.IsCancellationRequested)
            {
                await ReviveAsync();
            }
        }
    }
}
