using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime.Placement;
using RnnCluster.Streams.Queues;

namespace RnnCluster.Streams.Placement;

/// <summary>Finds the silo of a queue's door: the one asked for, the one that reads the queue, or the local one.</summary>
internal sealed class QueueDoorPlacementDirector(IServiceProvider services, QueueOwners owners) : IPlacementDirector
{
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var silos = context.GetCompatibleSilos(target);
        var key = QueueKey.Parse(target.GrainIdentity.Key.ToString()!);
        var count = services.GetRequiredKeyedService<LiveQueues>(key.Provider).Count;
        var owner = IPlacementDirector.GetPlacementHint(target.RequestContextData, silos) ?? owners.OwnerOf(key.Number, count);
        return Task.FromResult(owner is not null && silos.Contains(owner) ? owner
            : silos.Contains(context.LocalSilo) ? context.LocalSilo : silos[0]);
    }
}
