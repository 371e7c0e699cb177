using System.Net;
using RnnCluster.Silo;

namespace RnnCluster.Cluster.Tests;

/// <summary>Silos in their own processes, one cluster, each started when the test says so. The first one keeps the membership.</summary>
internal sealed class ChangingSilos(int count) : IAsyncDisposable
{
    private readonly int[] _ports = LoopbackPorts.FindFree(2 * count);
    private readonly RnnProcess?[] _silos = new RnnProcess?[count];

    /// <summary>The gateways of all silos, of those too that do not run yet.</summary>
    public IPEndPoint[] Gateways => [.. _ports.Skip(_silos.Length).Select(port => new IPEndPoint(IPAddress.Loopback, port))];

    /// <summary>A silo that was started.</summary>
    public RnnProcess this[int silo] => _silos[silo]!;

    /// <summary>Starts a silo and waits until it is a member.</summary>
    public Task StartAsync(int silo)
    {
        _silos[silo] = RnnProcess.Start(
            "silo", "--store", "memory", "--port", $"{_ports[silo]}", "--gateway-port", $"{_ports[_silos.Length + silo]}", "--primary-port", $"{_ports[0]}");
        return _silos[silo]!.SayAsync("is ready");
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
