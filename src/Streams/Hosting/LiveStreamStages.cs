namespace RnnCluster.Streams.Hosting;

/// <summary>The order in which a silo that stops leaves its streams; stages stop from the highest to the lowest.</summary>
/// <remarks>
/// First the agents stop, which read no queue any more. Then grains may move that are attached to streams, while the queues still hand
/// them what comes. Last the doors go, with all that waits for grains that have moved. After that the cluster is told.
/// </remarks>
public static class LiveStreamStages
{
    /// <summary>The pulling agents.</summary>
    public const int Agents = Consumers + 1;

    /// <summary>Grains that move to other silos.</summary>
    public const int Consumers = Doors + 1;

    /// <summary>The doors of the queues.</summary>
    public const int Doors = ServiceLifecycleStage.Active;
}
