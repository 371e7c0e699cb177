namespace RnnCluster.Silo.Storage;

/// <summary>What keeps sessions, subscriptions and the membership of a cluster.</summary>
public enum StoreKind
{
    /// <summary>The memory of the silos: nothing outlives them.</summary>
    Memory,

    /// <summary>A store that one of the silos of this machine hosts in its own process, in a data folder.</summary>
    Embedded,

    /// <summary>A Redis server, or one that speaks its protocol.</summary>
    Redis,

    /// <summary>A PostgreSQL database.</summary>
    Postgres,
}
