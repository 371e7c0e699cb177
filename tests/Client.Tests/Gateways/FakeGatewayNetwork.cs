using System.Net;
using System.Net.Sockets;
using RnnCluster.Client.Gateways;

namespace RnnCluster.Client.Tests.Gateways;

/// <summary>Gateways, told apart by their ports, that refuse or are silent when a test says so.</summary>
internal sealed class FakeGatewayNetwork : IGatewayNetwork
{
    public HashSet<int> Refusing { get; } = [];

    public HashSet<int> Silent { get; } = [];

    public Dictionary<string, IPAddress[]> Names { get; } = [];

    public Task<IPAddress[]> ResolveAsync(string name, CancellationToken cancellation) => Names.TryGetValue(name, out var addresses)
        ? Task.FromResult(addresses)
        : Task.FromException<IPAddress[]>(new SocketException((int)SocketError.HostNotFound));

    public Task KnockAsync(IPEndPoint gateway, CancellationToken cancellation) =>
        Refusing.Contains(gateway.Port) ? Task.FromException(new SocketException((int)SocketError.ConnectionRefused))
        : Silent.Contains(gateway.Port) ? new TaskCompletionSource().Task.WaitAsync(cancellation)
        : Task.CompletedTask;
}
