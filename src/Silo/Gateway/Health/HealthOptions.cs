namespace RnnCluster.Silo.Gateway.Health;

/// <summary>When a silo says that it is not ready.</summary>
public sealed class HealthOptions
{
    /// <summary>From so many percent of the step engine's jobs limit on a silo wants no more work, 1 to 100. Default 90.</summary>
    public int EngineJobsPercent { get; set; } = 90;

    /// <summary>How long a store that failed may take to answer when it is tried again, 10 to 60,000 ms. Default 2,000.</summary>
    public int StoreWaitMs { get; set; } = 2_000;
}
