using RnnCluster.LiveStreams.Serving;

namespace RnnCluster.LiveStreams.Processes;

/// <summary>What a client process is told.</summary>
/// <param name="Workload">What the cluster does.</param>
/// <param name="GatewayPorts">Of all silos.</param>
internal sealed record ClientSettings(Workload Workload, int[] GatewayPorts);
