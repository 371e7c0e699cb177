using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Orleans.Messaging;

namespace RnnCluster.Client.Gateways;

/// <summary>A fixed list of gateways, without those that do not answer now.</summary>
/// <remarks>
/// Orleans asks gateways in turn, also the ones that are not there; while a client starts, each of these costs it seconds to minutes. And
/// the connection to one that was cut off or is held stays open, and takes what is never answered. Here all are knocked at, all at a time,
/// at each look. Orleans ends the connection to a gateway that is left out, and sends what comes next elsewhere.
/// </remarks>
/// <param name="gateways">All gateways, whether they run now or not: addresses, or names, which are looked up again each time.</param>
/// <param name="network">The way to them.</param>
/// <param name="refreshPeriod">How often Orleans looks at the list.</param>
/// <param name="time">The clock.</param>
internal sealed class AnsweringGateways(
    IReadOnlyList<EndPoint> gateways, IGatewayNetwork network, TimeSpan refreshPeriod, TimeProvider time) : IGatewayListProvider
{
    /// <summary>A single miss may be that of a busy machine, and leaving a gateway out ends the connection to it.</summary>
    private const int MissesLimit = 3;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.5);

    private readonly ConcurrentDictionary<IPEndPoint, int> _misses = [];
    private readonly ConcurrentDictionary<DnsEndPoint, IPEndPoint[]> _resolved = [];

    public TimeSpan MaxStaleness => refreshPeriod;

    public bool IsUpdatable => true;

    public Task InitializeGatewayListProvider() => Task.CompletedTask;

    public async Task<IList<Uri>> GetGateways()
    {
        var resolved = await Task.WhenAll(gateways.Select(ResolveAsync));
        List<IPEndPoint> all = [.. resolved.SelectMany(addresses => addresses).Distinct()];
        await Task.WhenAll(all.Select(TryKnockAsync));
        var answering = all.Where(gateway => _misses[gateway] < MissesLimit).ToList();
        return [.. (answering.Count > 0 ? answering : all).Select(gateway => gateway.ToGatewayUri())];
    }

    private async Task<IPEndPoint[]> ResolveAsync(EndPoint gateway)
    {
        if (gateway is not DnsEndPoint name)
        {
            return [(IPEndPoint)gateway];
        }

        using var patience = new CancellationTokenSource(Patience, time);
        try
        {
            var addresses = await network.ResolveAsync(name.Host, patience.Token);
            return _resolved[name] = [.. addresses.Select(address => new IPEndPoint(address, name.Port))];
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException)
        {
            // Who looks names up is not there just now: the gateways may be.
            return _resolved.GetValueOrDefault(name, []);
        }
    }

    private async Task TryKnockAsync(IPEndPoint gateway)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        try
        {
            await network.KnockAsync(gateway, patience.Token);
            _misses[gateway] = 0;
        }
        catch (SocketException)
        {
            // Nobody is there.
            _misses[gateway] = MissesLimit;
        }
        catch (OperationCanceledException)
        {
            // One that never answered is not waited for.
            _misses.AddOrUpdate(gateway, MissesLimit, static (_, misses) => misses + 1);
        }
    }
}
