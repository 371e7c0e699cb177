using System.Net;
using RnnCluster.Silo;

namespace RnnCluster.Cluster.Tests;

/// <summary>Silos in their own processes, one cluster, each started when the test says so.</summary>
/// <param name="count">How many silos there may be.</param>
/// <param name="store">Options that name their store; without any it is their memory, and the first silo keeps the membership.</param>
internal sealed class ChangingSilos(int count, params string[] store) : IAsyncDisposable
{
    private readonly int[] _ports = LoopbackPorts.FindFree(2 * count);
    private readonly RnnProcess?[] _silos = new RnnProcess?[count];

    /// <summary>The gateways of all silos, of those too that do not run yet.</summary>
    public IPEndPoint[] Gateways => [.. _ports.Skip(_silos.Length).Select(port => new IPEndPoint(IPAddress.Loopback, port))];

    /// <summary>A silo that was started.</summary>
    public RnnProcess this[int silo] => _silos[silo]!;

    private string[] StoreOptions => store.Length > 0 ? store : ["--store", "memory", "--primary-port", $"{_ports[0]}"];

    /// <summary>Starts a silo, also in the place of one that has ended, and waits until it is a member.</summary>
    /// <param name="silo">Its number.</param>
    /// <param name="more">More options of its own.</param>
    public async Task StartAsync(int silo, params string[] more)
    {
        if (_silos[silo] is { } ended)
        {
            await ended.DisposeAsync();
        }

        var started = RnnProcess.Start(
            ["silo", "--port", $"{_ports[silo]}", "--gateway-port", $"{_ports[_silos.Length + silo]}", .. StoreOptions, .. more]);
        _silos[silo] = started;
        await started.SayAsync("is ready");
    }

    public async ValueTask DisposeAsync()
    {
        // The first one last: the others say goodbye to it.
        foreach (var silo in _silos.OfType<RnnProcess>().Reverse())
        {
            await silo.DisposeAsync();
        }
    }
}
