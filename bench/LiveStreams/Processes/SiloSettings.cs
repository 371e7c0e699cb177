using RnnCluster.LiveStreams.Serving;

namespace RnnCluster.LiveStreams.Processes;

/// <summary>What a silo process is told.</summary>
/// <param name="Workload">What the cluster does.</param>
/// <param name="SiloPort">For other silos.</param>
/// <param name="GatewayPort">For clients.</param>
/// <param name="PrimaryPort">Silo port of the first silo.</param>
internal sealed record SiloSettings(Workload Workload, int SiloPort, int GatewayPort, int PrimaryPort);
