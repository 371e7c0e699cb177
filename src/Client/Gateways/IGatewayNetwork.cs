using System.Net;

namespace RnnCluster.Client.Gateways;

/// <summary>The network between a client and its gateways.</summary>
internal interface IGatewayNetwork
{
    /// <summary>The addresses that a name has now.</summary>
    Task<IPAddress[]> ResolveAsync(string name, CancellationToken cancellation);

    /// <summary>Completes when a gateway shows that it lives.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">Nobody is there.</exception>
    Task KnockAsync(IPEndPoint gateway, CancellationToken cancellation);
}
