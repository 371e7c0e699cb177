using System.Net;
using System.Net.Sockets;

namespace RnnCluster.Client.Gateways;

/// <summary>TCP and the names of the machine.</summary>
internal sealed class GatewayNetwork : IGatewayNetwork
{
    public Task<IPAddress[]> ResolveAsync(string name, CancellationToken cancellation) => Dns.GetHostAddressesAsync(name, cancellation);

    /// <summary>Connects, says that nothing will come, and waits until the gateway ends the connection.</summary>
    /// <remarks>The kernel of a process that is held, or that hangs, still takes connections; only one that runs ends them.</remarks>
    public async Task KnockAsync(IPEndPoint gateway, CancellationToken cancellation)
    {
        using var socket = new Socket(gateway.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(gateway, cancellation);
        try
        {
            socket.Shutdown(SocketShutdown.Send);
            _ = await socket.ReceiveAsync(new byte[1], cancellation);
        }
        catch (SocketException)
        {
            // It ended the connection the hard way.
        }
    }
}
