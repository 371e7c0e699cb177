namespace RnnCluster.Silo.Gateway.Health;

/// <summary>Why a silo is not healthy.</summary>
/// <param name="Check"><c>alive</c>, <c>member</c>, <c>store</c>, <c>engine</c> or <c>models</c>.</param>
/// <param name="Reason">What was found.</param>
internal sealed record HealthReason(string Check, string Reason);
