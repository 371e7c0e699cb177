using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

namespace RnnCluster.Cli.Commands;

/// <summary>Names of hosts in options.</summary>
internal static class HostNames
{
    /// <summary>Looks a name up.</summary>
    /// <returns>Whether anybody knows it.</returns>
    public static bool TryFind(string name, [NotNullWhen(true)] out IPAddress[]? addresses)
    {
        try
        {
            addresses = Dns.GetHostAddresses(name);
            return addresses.Length > 0;
        }
        catch (Exception exception) when (exception is SocketException or ArgumentException)
        {
            addresses = null;
            return false;
        }
    }
}
