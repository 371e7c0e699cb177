using RnnCluster.Oracle.Harm;
using RnnCluster.Oracle.Stores;

namespace RnnCluster.Oracle.Processes;

/// <summary>What a client process is told.</summary>
/// <param name="Store">How it finds the cluster.</param>
/// <param name="GatewayPorts">Of all silos.</param>
/// <param name="HttpPorts">Of all silos' HTTP gateways, when sessions go over WebSockets; empty when not.</param>
/// <param name="Seed">Of the run.</param>
/// <param name="Sessions">How many it drives.</param>
/// <param name="FramesPerSecond">Of all sessions together.</param>
/// <param name="JournalFile">Where it writes what it was given; it goes on with what is there.</param>
/// <param name="Streams">What happens to its stream events.</param>
/// <param name="IsSuccessor">Whether another process had the sessions before.</param>
internal sealed record ClientSettings(
    StoreSettings Store,
    int[] GatewayPorts,
    int[] HttpPorts,
    ulong Seed,
    int Sessions,
    double FramesPerSecond,
    string JournalFile,
    StreamHarmSettings Streams,
    bool IsSuccessor);
