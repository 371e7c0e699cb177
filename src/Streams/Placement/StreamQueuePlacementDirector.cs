using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime.Placement;
using RnnCluster.Streams.Queues;

namespace RnnCluster.Streams.Placement;

/// <summary>Finds the silo of <see cref="StreamQueuePlacement"/>; where that cannot be, the local one.</summary>
internal sealed class StreamQueuePlacementDirector(IServiceProvider services, QueueOwners owners) : IPlacementDirector
{
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var silos = context.GetCompatibleSilos(target);
        var placement = (StreamQueuePlacement)strategy;
        var owner = IPlacementDirector.GetPlacementHint(target.RequestContextData, silos) ?? OwnerOf(placement, target.GrainIdentity);
        return Task.FromResult(owner is not null && silos.Contains(owner) ? owner : Other(silos, context, target));
    }

    private SiloAddress? OwnerOf(StreamQueuePlacement placement, GrainId grain)
    {
        // Without the provider there are no queues to be near to.
        var queues = services.GetKeyedService<LiveQueues>(placement.Provider);
        var key = grain.Key.ToString()!;
        return queues is null ? null : owners.OwnerOf(queues.NumberOf(StreamId.Create(placement.StreamNamespace, key)), queues.Count);
    }

    private static SiloAddress Other(SiloAddress[] silos, IPlacementContext context, PlacementTarget target) =>
        silos.Contains(context.LocalSilo)
            ? context.LocalSilo
            : silos.OrderBy(silo => silo).ElementAt((int)(target.GrainIdentity.GetUniformHashCode() % (uint)silos.Length));
}
