using System.Globalization;

namespace RnnCluster.Reporting;

/// <summary>How numbers are written in reports: a decimal point, commas between thousands, never an exponent.</summary>
public static class Number
{
    private const int MostDecimals = 6;

    // What rounding to three digits carries over the next power of ten, 9.996 for one, counts as beyond it.
    private const double Rounding = 1.0005;

    /// <summary>With a fixed number of decimals.</summary>
    public static string Fixed(double value, int decimals) => value.ToString($"N{decimals}", CultureInfo.InvariantCulture);

    /// <summary>With three significant digits, such as 0.123, 1.23, 12.3, 123 and 1,234.</summary>
    public static string Significant(double value)
    {
        var magnitude = value == 0 ? 0 : (int)Math.Floor(Math.Log10(Math.Abs(value) * Rounding));
        return Fixed(value, Math.Clamp(2 - magnitude, 0, MostDecimals));
    }

    /// <summary>As a share of one, in whole percent.</summary>
    public static string Percent(double share) => Fixed(100 * share, 0) + " %";
}
