namespace RnnCluster.Abstractions.Sessions;

/// <summary>Seeds for the sessions of one run.</summary>
public static class SessionSeed
{
    private const ulong GoldenGamma = 0x9E3779B97F4A7C15;

    /// <summary>
    /// The seed of session <paramref name="index"/> in a run with seed <paramref name="seed"/>: number <paramref name="index"/>
    /// of the SplitMix64 generator that starts at the run's seed. It depends on nothing else, so session 7 of ten draws what
    /// session 7 of a thousand draws, and no two indices of a run share a seed. Steele, Lea and Flood, "Fast splittable
    /// pseudorandom number generators", OOPSLA 2014, https://doi.org/10.1145/2660193.2660195.
    /// </summary>
    public static ulong Derive(ulong seed, long index)
    {
        var z = unchecked(seed + (((ulong)index + 1) * GoldenGamma));
        z = unchecked((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9);
        z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EB);
        return z ^ (z >> 31);
    }
}
