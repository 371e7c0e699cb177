using System.Net;
using RnnCluster.Cli.Connection;
using RnnCluster.Client;
using RnnCluster.Silo;

namespace RnnCluster.Cluster.Tests.Inference;

/// <summary>Two silos as processes that serve the inference protocol, and a .NET client of the same cluster to compare with.</summary>
public sealed class InferenceSilo : IAsyncLifetime
{
    private const int Silos = 2;

    private readonly List<RnnProcess> _silos = [];
    private ClusterConnection _connection = null!;

    /// <summary>Address of the protocol by gRPC at the first silo.</summary>
    public string Grpc { get; private set; } = "";

    /// <summary>The same at the second silo.</summary>
    public string OtherGrpc { get; private set; } = "";

    /// <summary>A client of the cluster.</summary>
    public RnnClient Client => _connection.Client;

    public async ValueTask InitializeAsync()
    {
        var ports = LoopbackPorts.FindFree(4 * Silos);
        for (var silo = 0; silo < Silos; silo++)
        {
            var own = ports.AsSpan(4 * silo, 4).ToArray();
            _silos.Add(RnnProcess.Start(
                "silo", "--store", "memory", "--primary-port", $"{ports[0]}", "--port", $"{own[0]}", "--gateway-port", $"{own[1]}",
                "--http", $"{own[2]}", "--grpc", $"{own[3]}"));
            await _silos[silo].SayAsync("is ready");
        }

        (Grpc, OtherGrpc) = ($"127.0.0.1:{ports[3]}", $"127.0.0.1:{ports[7]}");
        _connection = await ClusterConnection.OpenAsync(
            [new IPEndPoint(IPAddress.Loopback, ports[1])], "", configure: null, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        foreach (var silo in _silos)
        {
            await silo.DisposeAsync();
        }
    }
}
