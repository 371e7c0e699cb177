using System.Net;
using Microsoft.Extensions.Time.Testing;
using RnnCluster.Client.Gateways;

namespace RnnCluster.Client.Tests.Gateways;

public sealed class AnsweringGatewaysTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly FakeGatewayNetwork _network = new();
    private readonly IPEndPoint[] _all = [.. Enumerable.Range(1, 3).Select(port => new IPEndPoint(IPAddress.Loopback, port))];
    private readonly AnsweringGateways _gateways;

    public AnsweringGatewaysTests() => _gateways = Of(_all);

    [Fact]
    public async Task GetGateways_SomeRefuseOrAreSilentAtTheStart_ArePassedOver()
    {
        _network.Refusing.Add(1);
        _network.Silent.Add(3);

        Assert.Equal([2], await GetAsync());

        _network.Refusing.Clear();
        _network.Silent.Clear();
        Assert.Equal([1, 2, 3], await GetAsync());
    }

    [Fact]
    public async Task GetGateways_NoneAnswers_GivesAll()
    {
        _network.Refusing.UnionWith([1, 2, 3]);

        Assert.Equal([1, 2, 3], await GetAsync());
    }

    [Fact]
    public async Task GetGateways_SilentLater_IsKeptUntilTheThirdTimeInARow()
    {
        await GetAsync();
        _network.Silent.Add(2);

        Assert.Equal([1, 2, 3], await GetAsync());
        Assert.Equal([1, 2, 3], await GetAsync());
        _network.Silent.Clear();
        Assert.Equal([1, 2, 3], await GetAsync());
        _network.Silent.Add(2);
        Assert.Equal([1, 2, 3], await GetAsync());
        Assert.Equal([1, 2, 3], await GetAsync());
        Assert.Equal([1, 3], await GetAsync());
        _network.Silent.Clear();
        Assert.Equal([1, 2, 3], await GetAsync());
    }

    [Fact]
    public async Task GetGateways_RefusesLater_IsLeftOutAtOnce()
    {
        await GetAsync();
        _network.Refusing.Add(1);

        Assert.Equal([2, 3], await GetAsync());
    }

    [Fact]
    public async Task GetGateways_AName_StandsForTheAddressesThatItHasNow()
    {
        var gateways = Of(new DnsEndPoint("silos", 7));
        _network.Names["silos"] = [IPAddress.Parse("10.0.0.1"), IPAddress.Parse("10.0.0.2")];

        Assert.Equal(["10.0.0.1:7", "10.0.0.2:7"], await HostsAsync(gateways));
        _network.Names["silos"] = [IPAddress.Parse("10.0.0.2"), IPAddress.Parse("10.0.0.3")];
        Assert.Equal(["10.0.0.2:7", "10.0.0.3:7"], await HostsAsync(gateways));
        _network.Names.Clear();
        Assert.Equal(["10.0.0.2:7", "10.0.0.3:7"], await HostsAsync(gateways));
    }

    private AnsweringGateways Of(params EndPoint[] gateways) => new(gateways, _network, TimeSpan.FromSeconds(5), _time);

    private async Task<IEnumerable<int>> GetAsync() => (await LookAsync(_gateways)).Select(uri => uri.Port);

    private async Task<IEnumerable<string>> HostsAsync(AnsweringGateways gateways) => (await LookAsync(gateways)).Select(uri => $"{uri.Host}:{uri.Port}");

    private async Task<IList<Uri>> LookAsync(AnsweringGateways gateways)
    {
        var getting = gateways.GetGateways();
        _time.Advance(TimeSpan.FromSeconds(2));
        return await getting;
    }
}
