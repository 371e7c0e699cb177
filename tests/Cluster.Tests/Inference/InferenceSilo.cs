using System.Net;
using RnnCluster.Cli.Connection;
using RnnCluster.Client;
using RnnCluster.Silo;

namespace RnnCluster.Cluster.Tests.Inference;

/// <summary>A silo as a process that serves the inference protocol, and a .NET client of the same silo to compare with.</summary>
public sealed class InferenceSilo : IAsyncLifetime
{
    private RnnProcess _silo = null!;
    private ClusterConnection _connection = null!;

    /// <summary>Address of the protocol by gRPC.</summary>
    public string Grpc { get; private set; } = "";

    /// <summary>A client of the cluster.</summary>
    public RnnClient Client => _connection.Client;

    public async ValueTask InitializeAsync()
    {
        var ports = LoopbackPorts.FindFree(4);
        Grpc = $"127.0.0.1:{ports[3]}";
        _silo = RnnProcess.Start(
            "silo", "--store", "memory", "--port", $"{ports[0]}", "--primary-port", $"{ports[0]}", "--gateway-port", $"{ports[1]}",
            "--http", $"{ports[2]}", "--grpc", $"{ports[3]}");
        await _silo.SayAsync("is ready");
        _connection = await ClusterConnection.OpenAsync(
            [new IPEndPoint(IPAddress.Loopback, ports[1])], "", configure: null, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _silo.DisposeAsync();
    }
}
