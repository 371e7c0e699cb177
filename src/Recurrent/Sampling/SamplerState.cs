namespace RnnCluster.Recurrent.Sampling;

/// <summary>Where a session stands in its stream of random numbers.</summary>
/// <param name="Seed">Key of the counter-based generator.</param>
/// <param name="Position">How many samples were drawn.</param>
public readonly record struct SamplerState(ulong Seed, ulong Position);
