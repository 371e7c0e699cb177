using RnnCluster.Oracle.Harm;

namespace RnnCluster.Oracle.Processes;

/// <summary>What a client process is told.</summary>
/// <param name="Run">Name of the run.</param>
/// <param name="Gateways">Of all silos, as host:port.</param>
/// <param name="HttpGateways">Of all silos, as host:port, when sessions go over WebSockets; empty when not.</param>
/// <param name="Seed">Of the run.</param>
/// <param name="Sessions">How many it drives.</param>
/// <param name="FramesPerSecond">Of all sessions together.</param>
/// <param name="JournalFile">Where it writes what it was given; it goes on with what is there.</param>
/// <param name="Streams">What happens to its stream events.</param>
/// <param name="IsSuccessor">Whether another process had the sessions before.</param>
/// <param name="MustClose">Whether it closes the sessions when all is answered.</param>
internal sealed record ClientSettings(
    string Run,
    string[] Gateways,
    string[] HttpGateways,
    ulong Seed,
    int Sessions,
    double FramesPerSecond,
    string JournalFile,
    StreamHarmSettings Streams,
    bool IsSuccessor,
    bool MustClose = false);
