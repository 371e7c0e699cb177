namespace RnnCluster.Oracle.Faults;

/// <summary>The faults as the command line names them.</summary>
internal static class FaultNames
{
    private static readonly Dictionary<string, OracleFault> Names = new(StringComparer.Ordinal)
    {
        ["skip-duplicate-check"] = OracleFault.SkipDuplicateCheck,
        ["stale-checkpoint"] = OracleFault.StaleCheckpoint,
        ["lost-sampler"] = OracleFault.LostSampler,
    };

    /// <summary>All names.</summary>
    public static IEnumerable<string> All => Names.Keys;

    /// <summary>The fault of a name.</summary>
    public static OracleFault Parse(string name) => Names[name];
}
