using RnnCluster.Oracle.Judging;

namespace RnnCluster.Oracle.Report;

/// <summary>Everything that is known of a run.</summary>
/// <param name="Settings">What was asked for.</param>
/// <param name="Counts">What was done and seen.</param>
/// <param name="Pauses">What it cost.</param>
/// <param name="Verdict">What the oracle says.</param>
internal sealed record RunResult(RunSettings Settings, RunCounts Counts, PauseMeasure Pauses, Verdict Verdict);
