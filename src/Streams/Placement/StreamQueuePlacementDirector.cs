using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime.Placement;

namespace RnnCluster.Streams.Placement;

/// <summary>Finds the silo of <see cref="StreamQueuePlacement"/>; where that cannot be, the local one.</summary>
internal sealed class StreamQueuePlacementDirector(IServiceProvider services) : IPlacementDirector
{
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var silos = context.GetCompatibleSilos(target);
        var placement = (StreamQueuePlacement)strategy;
        var owner = IPlacementDirector.GetPlacementHint(target.RequestContextData, silos) ?? OwnerOf(placement, target.GrainIdentity);
        return Task.FromResult(owner is not null && silos.Contains(owner) ? owner : Other(silos, context, target));
    }

    // Without the provider there are no queues to be near to.
    private SiloAddress? OwnerOf(StreamQueuePlacement placement, GrainId grain) =>
        services.GetKeyedService<ILiveStreamLocator>(placement.Provider)?.Locate(StreamId.Create(placement.StreamNamespace, grain.Key.ToString()!));

    private static SiloAddress Other(SiloAddress[] silos, IPlacementContext context, PlacementTarget target) =>
        silos.Contains(context.LocalSilo)
            ? context.LocalSilo
            : silos.OrderBy(silo => silo).ElementAt((int)(target.GrainIdentity.GetUniformHashCode() % (uint)silos.Length));
}
