using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;
using RnnCluster.Client.Gateways;

namespace RnnCluster.Client.Tests.Gateways;

public sealed class AnsweringGatewaysTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly IPEndPoint[] _all = [.. Enumerable.Range(1, 3).Select(port => new IPEndPoint(IPAddress.Loopback, port))];
    private readonly HashSet<int> _refusing = [];
    private readonly HashSet<int> _silent = [];
    private readonly List<int> _knocked = [];
    private readonly AnsweringGateways _gateways;

    public AnsweringGatewaysTests() => _gateways = new AnsweringGateways(_all, KnockAsync, TimeSpan.FromSeconds(5), _time);

    [Fact]
    public async Task GetGateways_SomeRefuseOrAreSilentAtTheStart_ArePassedOver()
    {
        _refusing.Add(1);
        _silent.Add(3);

        Assert.Equal([2], await GetAsync());

        _refusing.Clear();
        _silent.Clear();
        Assert.Equal([1, 2, 3], await GetAsync());
    }

    [Fact]
    public async Task GetGateways_NoneAnswers_GivesAll()
    {
        _refusing.UnionWith([1, 2, 3]);

        Assert.Equal([1, 2, 3], await GetAsync());
    }

    [Fact]
    public async Task GetGateways_SilentOnceLater_IsKeptUntilTheSecondTime()
    {
        await GetAsync();
        _silent.Add(2);

        Assert.Equal([1, 2, 3], await GetAsync());
        Assert.Equal([1, 3], await GetAsync());
        _silent.Clear();
        Assert.Equal([1, 2, 3], await GetAsync());
    }

    [Fact]
    public async Task GetGateways_ConnectedToAll_DoesNotKnock()
    {
        await GetAsync();
        _gateways.NotifyGatewayCountChanged(3, 2, connectionRecovered: false);
        _knocked.Clear();
        _refusing.Add(1);

        Assert.Equal([1, 2, 3], await GetAsync());
        Assert.Empty(_knocked);
        _gateways.NotifyGatewayCountChanged(2, 3, connectionRecovered: false);
        Assert.Equal([2, 3], await GetAsync());
    }

    [Fact]
    public async Task Knock_PortThatNobodyListensOn_IsRefused()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var endpoint = (IPEndPoint)listener.LocalEndpoint;

        await AnsweringGateways.KnockAsync(endpoint, TestContext.Current.CancellationToken);
        listener.Stop();

        await Assert.ThrowsAsync<SocketException>(() => AnsweringGateways.KnockAsync(endpoint, TestContext.Current.CancellationToken));
    }

    private async Task<IEnumerable<int>> GetAsync()
    {
        var getting = _gateways.GetGateways();
        _time.Advance(TimeSpan.FromSeconds(1));
        return (await getting).Select(uri => uri.Port);
    }

    private Task KnockAsync(IPEndPoint gateway, CancellationToken cancellation)
    {
        _knocked.Add(gateway.Port);
        return _refusing.Contains(gateway.Port) ? Task.FromException(new SocketException((int)SocketError.ConnectionRefused))
            : _silent.Contains(gateway.Port) ? SilentAsync(cancellation)
            : Task.CompletedTask;
    }

    private static Task SilentAsync(CancellationToken cancellation) => new TaskCompletionSource().Task.WaitAsync(cancellation);
}
