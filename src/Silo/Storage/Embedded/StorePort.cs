using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace RnnCluster.Silo.Storage.Embedded;

/// <summary>Ports of embedded stores.</summary>
internal static class StorePort
{
    /// <summary>
    /// Below the ports that systems give to outgoing connections: a silo that tries to reach a store that is down must not be given the
    /// store's own port for its attempt, and find itself there.
    /// </summary>
    private const int Lowest = 20_000;
    private const int Count = 10_000;

    /// <summary>A port that nobody listens on, for the store of a folder: where to look first follows from the folder's name.</summary>
    /// <exception cref="StoreException">All are taken.</exception>
    public static int Choose(string folder)
    {
        var first = BinaryPrimitives.ReadUInt16LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(folder))) % Count;
        var ports = Enumerable.Range(first, Count).Select(place => Lowest + (place % Count));
        return ports.Cast<int?>().FirstOrDefault(port => IsFree(port!.Value))
            ?? throw new StoreException($"all ports from {Lowest} to {Lowest + Count - 1} of 127.0.0.1 are taken");
    }

    /// <summary>Whether one can listen there now.</summary>
    public static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Whether somebody listens there now.</summary>
    public static async Task<bool> AnswersAsync(int port, CancellationToken cancellation)
    {
        try
        {
            using var probe = new TcpClient();
            await probe.ConnectAsync(IPAddress.Loopback, port, cancellation);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
