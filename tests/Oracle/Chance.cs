using RnnCluster.Abstractions.Sessions;

namespace RnnCluster.Oracle;

/// <summary>Seeded chance: the same numbers for the same seed and place, in every process.</summary>
internal static class Chance
{
    /// <summary>A generator for one place of a run.</summary>
    public static Random Of(ulong seed, long place) => new(unchecked((int)SessionSeed.Derive(seed, place)));

    /// <summary>Whether something of this probability happens.</summary>
    public static bool Happens(this Random random, double probability) => random.NextDouble() < probability;
}
