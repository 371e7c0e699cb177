using System.Net;
using System.Net.Sockets;
using Orleans.Messaging;

namespace RnnCluster.Client.Gateways;

/// <summary>A fixed list of gateways, without those that take no connection now.</summary>
/// <remarks>
/// Orleans asks gateways in turn, also the ones that are not there; while a client starts, each of these costs it seconds to minutes. Here
/// they are knocked at first, all at a time, and again at each look for as long as the client is not connected to all of them.
/// </remarks>
/// <param name="gateways">All gateways, whether they run now or not.</param>
/// <param name="knock">Connects to a gateway and leaves again.</param>
/// <param name="refreshPeriod">How often Orleans looks at the list.</param>
/// <param name="time">The clock.</param>
internal sealed class AnsweringGateways(
    IReadOnlyList<IPEndPoint> gateways, Func<IPEndPoint, CancellationToken, Task> knock, TimeSpan refreshPeriod, TimeProvider time)
    : IGatewayListProvider, IClusterConnectionStatusObserver
{
    private const int MissesLimit = 2;

    private static readonly TimeSpan KnockPatience = TimeSpan.FromSeconds(1);

    private readonly int[] _misses = new int[gateways.Count];
    private int _connected;
    private bool _isStarted;

    public TimeSpan MaxStaleness => refreshPeriod;

    public bool IsUpdatable => true;

    /// <summary>Connects to a gateway over TCP and leaves again.</summary>
    public static async Task KnockAsync(IPEndPoint gateway, CancellationToken cancellation)
    {
        using var socket = new Socket(gateway.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(gateway, cancellation);
    }

    public Task InitializeGatewayListProvider() => Task.CompletedTask;

    public async Task<IList<Uri>> GetGateways()
    {
        if (Volatile.Read(ref _connected) >= gateways.Count)
        {
            Array.Clear(_misses);
            return Uris(_ => true);
        }

        await Task.WhenAll(Enumerable.Range(0, gateways.Count).Select(TryKnockAsync));

        // A single miss may be that of a busy machine, and leaving a gateway out ends the connection to it.
        var limit = _isStarted ? MissesLimit : 1;
        var answering = Uris(gateway => _misses[gateway] < limit);
        _isStarted |= answering.Count > 0;
        return answering.Count > 0 ? answering : Uris(_ => true);
    }

    public void NotifyGatewayCountChanged(int currentNumberOfGateways, int previousNumberOfGateways, bool connectionRecovered) =>
        Volatile.Write(ref _connected, currentNumberOfGateways);

    public void NotifyClusterConnectionLost() => Volatile.Write(ref _connected, 0);

    private async Task TryKnockAsync(int gateway)
    {
        using var patience = new CancellationTokenSource(KnockPatience, time);
        try
        {
            await knock(gateways[gateway], patience.Token);
            _misses[gateway] = 0;
        }
        catch (SocketException)
        {
            // Nobody is there.
            _misses[gateway] = MissesLimit;
        }
        catch (OperationCanceledException)
        {
            _misses[gateway]++;
        }
    }

    private List<Uri> Uris(Func<int, bool> isWanted) =>
        [.. Enumerable.Range(0, gateways.Count).Where(isWanted).Select(gateway => gateways[gateway].ToGatewayUri())];
}
