namespace RnnCluster.Oracle.Judging;

/// <summary>What the oracle says of a run.</summary>
/// <param name="Sessions">Sessions that were held to their replay.</param>
/// <param name="Frames">Frames that were replayed.</param>
/// <param name="Parts">Outputs that were compared.</param>
/// <param name="Findings">Everything that is wrong.</param>
/// <param name="Took">How long it took.</param>
internal sealed record Verdict(int Sessions, long Frames, long Parts, IReadOnlyList<Finding> Findings, TimeSpan Took)
{
    /// <summary>Whether every output of every session is what it must be.</summary>
    public bool IsClean => Findings.Count == 0;

    /// <summary>How many findings of a kind there are.</summary>
    public int Count(FindingKind kind) => Findings.Count(finding => finding.Kind == kind);
}
