namespace RnnCluster.Cli.Load;

/// <summary>Where a load run stands.</summary>
internal enum LoadStage
{
    /// <summary>Sessions are being opened.</summary>
    Opening,

    /// <summary>The load runs and nothing counts yet.</summary>
    WarmUp,

    /// <summary>The measured time.</summary>
    Measuring,

    /// <summary>Nothing new is due; answers are waited for.</summary>
    Draining,
}
