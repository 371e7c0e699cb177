namespace RnnCluster.Oracle.Stores;

/// <summary>Where a run keeps membership and sessions.</summary>
internal enum StoreKind
{
    /// <summary>In the silos' memory: only harm that ends no process can be done.</summary>
    Memory,

    /// <summary>In a Redis server of its own process.</summary>
    Redis,

    /// <summary>In one of the silos, with files in a data folder.</summary>
    Embedded,
}
