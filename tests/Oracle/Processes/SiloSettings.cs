using RnnCluster.Oracle.Faults;
using RnnCluster.Oracle.Harm;
using RnnCluster.Oracle.Stores;

namespace RnnCluster.Oracle.Processes;

/// <summary>What a silo process is told.</summary>
/// <param name="Store">Where membership and sessions are kept.</param>
/// <param name="SiloPort">For other silos.</param>
/// <param name="GatewayPort">For clients.</param>
/// <param name="PrimaryPort">Silo port of the first silo.</param>
/// <param name="HttpPort">For WebSockets; null for none.</param>
/// <param name="Models">Folder of the model packages.</param>
/// <param name="Streams">What happens to its stream events.</param>
/// <param name="Fault">A fault that it is built with, so that the oracle can be seen to find it.</param>
internal sealed record SiloSettings(
    StoreSettings Store,
    int SiloPort,
    int GatewayPort,
    int PrimaryPort,
    int? HttpPort,
    string Models,
    StreamHarmSettings Streams,
    OracleFault Fault);
