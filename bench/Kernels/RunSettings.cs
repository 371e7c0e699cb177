using RnnCluster.Kernels.Cases;

namespace RnnCluster.Kernels;

/// <summary>What a run measures.</summary>
/// <param name="Grid">The cases.</param>
/// <param name="Repetitions">Turns of every workload.</param>
/// <param name="Least">How long a turn lasts at least.</param>
/// <param name="Folder">Where the report and its plots go; null for the terminal alone.</param>
internal sealed record RunSettings(CaseGrid Grid, int Repetitions, TimeSpan Least, string? Folder);
