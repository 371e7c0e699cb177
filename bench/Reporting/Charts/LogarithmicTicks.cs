using ScottPlot.TickGenerators;

namespace RnnCluster.Reporting.Charts;

/// <summary>Ticks of an axis on which a value lies at its decimal logarithm.</summary>
internal static class LogarithmicTicks
{
    private static readonly double[] Steps = [1, 2, 5];

    /// <summary>Ticks at given values.</summary>
    public static NumericManual At(IEnumerable<double> values)
    {
        var ticks = values.Distinct().Order().ToList();
        return new([.. ticks.Select(Math.Log10)], [.. ticks.Select(Label)]);
    }

    /// <summary>Ticks at 1, 2 and 5 times the powers of ten that cover the values.</summary>
    public static NumericManual Covering(double least, double most)
    {
        var powers = Enumerable.Range((int)Math.Floor(Math.Log10(least)), (int)Math.Ceiling(Math.Log10(most / least)) + 2);
        return At(powers.SelectMany(power => Steps, (power, step) => step * Math.Pow(10, power)));
    }

    private static string Label(double value) => value < 1 ? $"{value:0.######}" : $"{value:#,0}";
}
