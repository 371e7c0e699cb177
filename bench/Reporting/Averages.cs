namespace RnnCluster.Reporting;

/// <summary>One number for many.</summary>
public static class Averages
{
    /// <summary>The middle value; of an even number of values, the mean of the two in the middle.</summary>
    /// <exception cref="ArgumentException"><paramref name="values"/> is empty.</exception>
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        ArgumentOutOfRangeException.ThrowIfZero(sorted.Count, nameof(values));
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }

    /// <summary><c>(v_1 · … · v_n)^(1/n)</c>, the mean for ratios. NaN without values.</summary>
    public static double GeometricMean(IEnumerable<double> values) =>
        Math.Exp(values.Select(value => Math.Log(value)).DefaultIfEmpty(double.NaN).Average());
}
