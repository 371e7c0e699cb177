using System.Net;

namespace RnnCluster.Silo;

/// <summary>Where a silo listens and what it serves. All addresses are loopback.</summary>
public sealed record RnnSiloOptions
{
    /// <summary>Port on which silos talk to each other, 1 to 65,535. Default 11111.</summary>
    public int SiloPort { get; init; } = 11111;

    /// <summary>Port on which clients reach the cluster, 1 to 65,535. Default 30000.</summary>
    public int GatewayPort { get; init; } = 30000;

    /// <summary>Silo port of the cluster's first silo, which keeps the membership; the same as <see cref="SiloPort"/> for the first. Default 11111.</summary>
    public int PrimaryPort { get; init; } = 11111;

    /// <summary>Folder of the model packages.</summary>
    public required string ModelsFolder { get; init; }

    internal IPEndPoint Primary => new(IPAddress.Loopback, PrimaryPort);
}
