using CsCheck;

namespace RnnCluster.Recurrent.Tests.Networks;

/// <summary>Properties over the same cases in every run.</summary>
/// <remarks>CsCheck takes a seed for its first case alone, so each case is a sample of one with a seed of its own.</remarks>
internal static class SeededSample
{
    private const ulong Seed = 20240611;

    public static void SampleSeeded<T>(this Gen<T> gen, int cases, Action<T> assert)
    {
        for (uint stream = 0; stream < cases; stream++)
        {
            gen.Sample(assert, seed: new PCG(stream, Seed).ToString(), iter: 1, threads: 1);
        }
    }
}
