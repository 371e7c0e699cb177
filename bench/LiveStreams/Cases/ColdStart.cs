namespace RnnCluster.LiveStreams.Cases;

/// <summary>Sessions that come all at once.</summary>
/// <param name="Seconds">Until each was open and had its first answer.</param>
/// <param name="ResidentBytes">Of the silo, then.</param>
/// <param name="IdleShare">Of one core, what the silo takes while nothing happens.</param>
internal sealed record ColdStart(double Seconds, double ResidentBytes, double IdleShare);
