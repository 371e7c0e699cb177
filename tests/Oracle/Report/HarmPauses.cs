using RnnCluster.Oracle.Harm;

namespace RnnCluster.Oracle.Report;

/// <summary>What a harm cost.</summary>
/// <param name="Record">The harm.</param>
/// <param name="All">Pauses of all sessions.</param>
/// <param name="Struck">Pauses of the sessions that lived where it was done.</param>
internal sealed record HarmPauses(HarmRecord Record, Pauses All, Pauses Struck);
