using Microsoft.Extensions.DependencyInjection;

namespace RnnCluster.Streams.Placement;

/// <summary>Finds the silo of <see cref="StreamQueuePlacement"/>.</summary>
internal sealed class StreamQueuePlacementDirector(IServiceProvider services) : OwnerPlacementDirector
{
    protected override SiloAddress? OwnerOf(PlacementStrategy strategy, GrainId grain)
    {
        // Without the provider there are no queues to be near to.
        var placement = (StreamQueuePlacement)strategy;
        var locator = services.GetKeyedService<ILiveStreamLocator>(placement.Provider);
        return locator?.Locate(StreamId.Create(placement.StreamNamespace, grain.Key.ToString()!));
    }
}
