using RnnCluster.Streams.Hosting;

namespace RnnCluster.Streams.Queues;

/// <summary>When the silo stops: after the agents have, and before the cluster is told, the doors move to other silos.</summary>
internal sealed class LiveQueueLifecycle(LiveQueueDoors doors) : ILifecycleParticipant<ISiloLifecycle>
{
    public void Participate(ISiloLifecycle observer) => observer.Subscribe(
        nameof(LiveQueueLifecycle), LiveStreamStages.Doors, _ => Task.CompletedTask, doors.MoveAllAsync);
}
