namespace RnnCluster.Oracle.Faults;

/// <summary>A deliberate fault of the silos: a run with one must fail.</summary>
internal enum OracleFault
{
    /// <summary>The silos are as they ship.</summary>
    None,

    /// <summary>A frame that was applied is applied again when it comes again.</summary>
    SkipDuplicateCheck,

    /// <summary>A session is restored from its first checkpoint, whatever came later.</summary>
    StaleCheckpoint,

    /// <summary>A checkpoint does not hold where the session stands in its random numbers.</summary>
    LostSampler,
}
