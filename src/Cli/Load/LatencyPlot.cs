using ScottPlot;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace RnnCluster.Cli.Load;

/// <summary>Latency by percentile, as HdrHistogram draws it: each step to the right is a frame in ten times as many.</summary>
internal static class LatencyPlot
{
    private const int WidthPixels = 900;
    private const int HeightPixels = 560;
    private const int TitlePoints = 15;
    private const float LineWidth = 2;

    // Room for half of the last label.
    private const double RightMargin = 0.15;

    // Beyond it lies less than a frame in a hundred million.
    private const double MostExponent = 8;

    // The first that is installed; without any of them, the plotting library chooses.
    private static readonly string[] FontNames = ["DejaVu Sans", "Liberation Sans", "Noto Sans", "Arial", "Helvetica"];

    private static string Font => Array.Find(FontNames, SKFontManager.Default.FontFamilies.Contains) ?? Fonts.Default;

    /// <summary>A PNG of the distribution.</summary>
    public static byte[] ToPng(LoadResult result)
    {
        var plot = new Plot();
        var load = $"{result.Model}: {result.Settings.Sessions:N0} sessions, {result.FramesPerSecond:N0} frames/s";
        plot.Title($"{load}\n{result.Settings.Description}", TitlePoints);
        plot.XLabel("percentile");
        plot.YLabel("latency, ms");
        plot.Axes.Bottom.Label.Bold = plot.Axes.Left.Label.Bold = false;
        var points = result.LatencyMs?.Percentiles.Where(point => point.Percentile < 100).ToList() ?? [];
        var line = plot.Add.ScatterLine(
            points.Select(point => Exponent(point.Percentile)).ToArray(),
            points.Select(point => point.Ms).ToArray(),
            Color.FromHex("#0072B2"));
        line.LineWidth = LineWidth;
        var right = Math.Ceiling(points.Select(point => Exponent(point.Percentile)).DefaultIfEmpty(1).Max());
        plot.Axes.Bottom.TickGenerator = Ticks((int)right);
        plot.Axes.SetLimits(0, right + RightMargin, 0, Math.Max(points.Select(point => point.Ms).DefaultIfEmpty(1).Max() * 1.05, 1e-3));
        plot.Font.Set(Font);
        return plot.GetImageBytes(WidthPixels, HeightPixels, ImageFormat.Png);
    }

    /// <summary>Where a percentile lies: the decimal logarithm of 1 / (1 - q).</summary>
    internal static double Exponent(double percentile) => Math.Min(MostExponent, -Math.Log10(1 - percentile / 100));

    private static NumericManual Ticks(int right)
    {
        var exponents = Enumerable.Range(0, right + 1).ToArray();
        return new NumericManual([.. exponents.Select(exponent => (double)exponent)], [.. exponents.Select(Label)]);
    }

    /// <summary>0 %, 90 %, 99 %, 99.9 % and so on.</summary>
    private static string Label(int exponent) => exponent == 0 ? "0 %" : $"{100 - (decimal)Math.Pow(10, 2 - exponent):0.######} %";
}
