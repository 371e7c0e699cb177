using System.Net;

namespace RnnCluster.Streams.Tests.Testing;

/// <summary>Addresses of silos that do not run.</summary>
internal static class Silos
{
    public static SiloAddress Silo(int port) => SiloAddress.New(new IPEndPoint(IPAddress.Loopback, port), 1);
}
