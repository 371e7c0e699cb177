namespace RnnCluster.Recurrent.Sampling;

/// <summary>
/// The state of a session's random generator: a place in the stream of random numbers that <paramref name="Seed"/> names.
/// The same state gives the same numbers on every machine.
/// </summary>
/// <param name="Seed">Names the stream: the key of the counter-based generator.</param>
/// <param name="Position">Number of samples drawn so far: its counter.</param>
public readonly record struct SamplerState(ulong Seed, ulong Position);
