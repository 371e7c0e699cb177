using Orleans.Runtime.Placement;

namespace RnnCluster.Streams.Placement;

/// <summary>Migration to a silo of one's choice.</summary>
public static class MigrationExtensions
{
    /// <summary>Moves a grain to <paramref name="silo"/> when it is idle, if its placement heeds hints.</summary>
    public static void MigrateTo(this IGrainContext grain, SiloAddress silo) =>
        grain.Migrate(new Dictionary<string, object> { [IPlacementDirector.PlacementHintKey] = silo }, CancellationToken.None);
}
