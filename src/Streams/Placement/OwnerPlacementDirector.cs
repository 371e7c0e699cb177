using Orleans.Runtime.Placement;

namespace RnnCluster.Streams.Placement;

/// <summary>Places a grain on the silo that reads its queue, or that its migration asks for; where that cannot be, on the local one.</summary>
internal abstract class OwnerPlacementDirector : IPlacementDirector
{
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var silos = context.GetCompatibleSilos(target);
        var owner = IPlacementDirector.GetPlacementHint(target.RequestContextData, silos) ?? OwnerOf(strategy, target.GrainIdentity);
        return Task.FromResult(owner is not null && silos.Contains(owner) ? owner
            : silos.Contains(context.LocalSilo) ? context.LocalSilo
            : silos.Order().ElementAt((int)(target.GrainIdentity.GetUniformHashCode() % (uint)silos.Length)));
    }

    /// <summary>The silo that reads the grain's queue; null when that is not known.</summary>
    protected abstract SiloAddress? OwnerOf(PlacementStrategy strategy, GrainId grain);
}
