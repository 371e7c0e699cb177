namespace RnnCluster.Reporting.Charts;

/// <summary>What one line of a chart goes through, or what one group of its bars shows.</summary>
/// <param name="Name">As the legend calls it.</param>
/// <param name="Points">In the order of their x.</param>
public sealed record Series(string Name, IReadOnlyList<(double X, double Y)> Points);
