namespace RnnCluster.Oracle.Stores;

/// <summary>The store of a run, seen from the process that does the harm.</summary>
internal interface IOracleStore : IAsyncDisposable
{
    /// <summary>How silos and clients find it.</summary>
    StoreSettings Settings { get; }

    /// <summary>Whether it is a process of its own.</summary>
    bool IsProcess { get; }

    /// <summary>Starts it, on what it stored before; does nothing when it lives in silos.</summary>
    Task StartAsync();

    /// <summary>Ends its process at once.</summary>
    Task KillAsync();
}
