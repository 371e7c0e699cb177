using System.Net;
using System.Net.Sockets;
using RnnCluster.Client.Gateways;

namespace RnnCluster.Client.Tests.Gateways;

public sealed class GatewayNetworkTests : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly GatewayNetwork _network = new();
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;
    private readonly IPEndPoint _gateway;

    public GatewayNetworkTests()
    {
        _listener.Start();
        _gateway = (IPEndPoint)_listener.LocalEndpoint;
    }

    [Fact]
    public async Task Knock_ProcessThatEndsTheConnection_Lives()
    {
        var knocking = _network.KnockAsync(_gateway, _cancellation);
        using (var connection = await _listener.AcceptTcpClientAsync(_cancellation))
        {
            Assert.Equal(0, await connection.GetStream().ReadAsync(new byte[1], _cancellation));
            Assert.False(knocking.IsCompleted);
        }

        await knocking;
    }

    [Fact]
    public async Task Knock_OnlyTheKernelAnswers_WaitsUntilPatienceEnds()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(_cancellation);
        var knocking = _network.KnockAsync(_gateway, patience.Token);
        using var connection = await _listener.AcceptTcpClientAsync(_cancellation);
        Assert.Equal(0, await connection.GetStream().ReadAsync(new byte[1], _cancellation));

        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => knocking);
    }

    [Fact]
    public async Task Knock_PortThatNobodyListensOn_IsRefused()
    {
        _listener.Stop();

        await Assert.ThrowsAsync<SocketException>(() => _network.KnockAsync(_gateway, _cancellation));
    }

    public void Dispose() => _listener.Dispose();
}
