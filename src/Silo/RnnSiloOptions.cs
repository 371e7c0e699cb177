using System.Net;
using RnnCluster.Silo.Storage;

namespace RnnCluster.Silo;

/// <summary>Where a silo listens, what it serves and where it keeps what must outlive it.</summary>
public sealed record RnnSiloOptions
{
    /// <summary>
    /// The address that the silo listens on, for silos and for clients, and that it tells the others: one address of this machine, not
    /// <see cref="IPAddress.Any"/>. The ports ask nobody who they are: an address other than loopback belongs on a private network.
    /// Default 127.0.0.1.
    /// </summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>Port on which silos talk to each other, 1 to 65,535. Default 11111.</summary>
    public int SiloPort { get; init; } = 11111;

    /// <summary>Port on which clients reach the cluster, 1 to 65,535. Default 30000.</summary>
    public int GatewayPort { get; init; } = 30000;

    /// <summary>
    /// Silo port of the cluster's first silo, which keeps the membership; the same as <see cref="SiloPort"/> for the first. Only a cluster
    /// whose store is memory has one, on one machine: with every other, silos find each other through the store. Default 11111.
    /// </summary>
    public int PrimaryPort { get; init; } = 11111;

    /// <summary>Folder of the model packages.</summary>
    public required string ModelsFolder { get; init; }

    /// <summary>What keeps sessions, subscriptions and the membership. Default the memory of the silos.</summary>
    public StoreAddress Store { get; init; } = StoreAddress.Memory;

    /// <summary>Folder of the embedded store; silos with the same folder are one cluster. Default <c>data</c> in the current folder.</summary>
    public string DataFolder { get; init; } = "data";

    internal IPEndPoint Primary => new(Address, PrimaryPort);
}
