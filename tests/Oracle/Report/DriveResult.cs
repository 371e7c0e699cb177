using RnnCluster.Oracle.Judging;

namespace RnnCluster.Oracle.Report;

/// <summary>Everything that is known of a run on a cluster that somebody else runs.</summary>
/// <param name="Settings">What was asked for.</param>
/// <param name="Verdict">What the oracle says.</param>
/// <param name="Waits">How long sessions waited.</param>
internal sealed record DriveResult(DriveSettings Settings, Verdict Verdict, Waits Waits);
