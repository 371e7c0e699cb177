using System.Net;
using RnnCluster.Silo.Storage;

namespace RnnCluster.Silo;

/// <summary>Where a silo listens, what it serves and where it keeps what must outlive it. All addresses are loopback.</summary>
public sealed record RnnSiloOptions
{
    /// <summary>Port on which silos talk to each other, 1 to 65,535. Default 11111.</summary>
    public int SiloPort { get; init; } = 11111;

    /// <summary>Port on which clients reach the cluster, 1 to 65,535. Default 30000.</summary>
    public int GatewayPort { get; init; } = 30000;

    /// <summary>
    /// Silo port of the cluster's first silo, which keeps the membership; the same as <see cref="SiloPort"/> for the first. Only a cluster
    /// whose store is memory has one: with every other, silos find each other through the store. Default 11111.
    /// </summary>
    public int PrimaryPort { get; init; } = 11111;

    /// <summary>Folder of the model packages.</summary>
    public required string ModelsFolder { get; init; }

    /// <summary>What keeps sessions, subscriptions and the membership. Default the memory of the silos.</summary>
    public StoreAddress Store { get; init; } = StoreAddress.Memory;

    /// <summary>Folder of the embedded store; silos with the same folder are one cluster. Default <c>data</c> in the current folder.</summary>
    public string DataFolder { get; init; } = "data";

    internal IPEndPoint Primary => new(IPAddress.Loopback, PrimaryPort);
}
