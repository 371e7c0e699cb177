namespace RnnCluster.Oracle.Harm;

/// <summary>What is done to a run.</summary>
internal enum HarmKind
{
    /// <summary><c>kill -9</c> of a silo, which is started again after a pause.</summary>
    KillSilo,

    /// <summary>A silo is asked to end, drains, and is started again.</summary>
    RestartSilo,

    /// <summary>SIGSTOP of a silo, and SIGCONT ten seconds later.</summary>
    FreezeSilo,

    /// <summary>All silos are restarted, one after the other.</summary>
    RollingRestart,

    /// <summary><c>kill -9</c> of all silos at once; they start again together.</summary>
    KillAllSilos,

    /// <summary><c>kill -9</c> of the client; another one goes on with its journal.</summary>
    CrashClient,

    /// <summary><c>kill -9</c> of the store, or of the silo that it is in; it starts again on its files.</summary>
    RestartStore,
}
