using System.Net;
using System.Net.Sockets;

namespace RnnCluster.LiveStreams.Processes;

/// <summary>Ports of loopback that nobody listens on now.</summary>
internal static class FreePorts
{
    /// <summary><paramref name="count"/> different ports.</summary>
    public static int[] Find(int count)
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
