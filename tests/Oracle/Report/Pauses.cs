namespace RnnCluster.Oracle.Report;

/// <summary>Pauses of sessions, in milliseconds.</summary>
internal sealed class Pauses(IEnumerable<double> values)
{
    private const double Median = 0.5;
    private const double Tail = 0.99;

    private readonly List<double> _sorted = [.. values.Order()];

    /// <summary>How many sessions.</summary>
    public int Count => _sorted.Count;

    /// <summary>The pauses themselves, in ascending order.</summary>
    public IReadOnlyList<double> Values => _sorted;

    /// <summary>What half of them keep.</summary>
    public double P50 => At(Median);

    /// <summary>What 99 % of them keep.</summary>
    public double P99 => At(Tail);

    /// <summary>The longest one.</summary>
    public double Longest => At(1);

    private double At(double share) => _sorted.Count == 0 ? 0 : _sorted[(int)Math.Ceiling(share * _sorted.Count) - 1];
}
