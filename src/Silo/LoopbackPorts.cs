using System.Net;
using System.Net.Sockets;

namespace RnnCluster.Silo;

/// <summary>Ports of loopback for silos that run beside others.</summary>
public static class LoopbackPorts
{
    /// <summary>Finds ports that nobody listens on now.</summary>
    /// <param name="count">How many.</param>
    /// <returns>Different ports.</returns>
    public static int[] FindFree(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        try
        {
            listeners.ForEach(listener => listener.Start());
            return [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        }
        finally
        {
            listeners.ForEach(listener => listener.Dispose());
        }
    }
}
