namespace RnnCluster.Oracle.Harm;

/// <summary>One thing that will be done.</summary>
/// <param name="At">When, from the moment on that all sessions are open.</param>
/// <param name="Kind">What.</param>
/// <param name="Silo">To which silo, or from which one on.</param>
/// <param name="Pause">How long what was ended stays away.</param>
internal sealed record HarmEvent(TimeSpan At, HarmKind Kind, int Silo, TimeSpan Pause);
