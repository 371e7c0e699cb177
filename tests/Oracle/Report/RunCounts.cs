using RnnCluster.Oracle.Harm;

namespace RnnCluster.Oracle.Report;

/// <summary>What was done and seen while a run's processes lived.</summary>
/// <param name="Harm">What was done.</param>
/// <param name="Events">How often clients and silos logged what, by name of the event.</param>
/// <param name="Dropped">Stream events that were lost on purpose.</param>
/// <param name="Doubled">Stream events that were doubled on purpose.</param>
/// <param name="Revivals">Silos that ended by themselves.</param>
/// <param name="FramesSent">Frames that the clients sent, again after a crash too.</param>
/// <param name="Resumptions">How often a new client had to resume a session once more.</param>
/// <param name="Load">Share of the cores that was busy while harm was done.</param>
internal sealed record RunCounts(
    IReadOnlyList<HarmRecord> Harm,
    IReadOnlyDictionary<string, long> Events,
    long Dropped,
    long Doubled,
    IReadOnlyList<string> Revivals,
    long FramesSent,
    long Resumptions,
    double Load);
