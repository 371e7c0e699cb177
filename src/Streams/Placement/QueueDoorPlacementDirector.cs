using Microsoft.Extensions.DependencyInjection;
using RnnCluster.Streams.Queues;

namespace RnnCluster.Streams.Placement;

/// <summary>Finds the silo of a queue's door.</summary>
internal sealed class QueueDoorPlacementDirector(IServiceProvider services, QueueOwners owners) : OwnerPlacementDirector
{
    protected override SiloAddress? OwnerOf(PlacementStrategy strategy, GrainId grain)
    {
        var key = QueueKey.Parse(grain.Key.ToString()!);
        return owners.OwnerOf(key.Number, services.GetRequiredKeyedService<LiveQueues>(key.Provider).Count);
    }
}
