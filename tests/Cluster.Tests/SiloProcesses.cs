using RnnCluster.Silo;

namespace RnnCluster.Cluster.Tests;

/// <summary>Three silos as three processes, one cluster, shared by the tests.</summary>
public sealed class SiloProcesses : IAsyncLifetime
{
    private const int Silos = 3;

    private readonly List<RnnProcess> _silos = [];
    private string[] _gateways = [];

    /// <summary>Value for <c>--connect</c>: the gateways of all three.</summary>
    public string Gateways => string.Join(',', _gateways);

    public async ValueTask InitializeAsync()
    {
        var ports = LoopbackPorts.FindFree(2 * Silos);
        _gateways = [.. ports.Skip(Silos).Select(port => $"127.0.0.1:{port}")];
        for (var silo = 0; silo < Silos; silo++)
        {
            _silos.Add(RnnProcess.Start("silo", "--store", "memory", "--port", $"{ports[silo]}", "--gateway-port", $"{ports[Silos + silo]}", "--primary-port", $"{ports[0]}"));

            // The others join the first, so that has to be up.
            await _silos[silo].SayAsync("is ready");
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var silo in _silos)
        {
            await silo.DisposeAsync();
        }
    }
}
