using ScottPlot;
using SkiaSharp;

namespace RnnCluster.Reporting.Charts;

/// <summary>One panel of a <see cref="ChartSheet"/>.</summary>
public abstract record Chart
{
    private const int TitlePoints = 18;
    private const int LabelPoints = 15;
    private const int SmallPoints = 14;

    // The first that is installed; without any of them, the plotting library chooses.
    private static readonly string[] FontNames = ["DejaVu Sans", "Liberation Sans", "Noto Sans", "Arial", "Helvetica"];

    // Of Okabe and Ito, for people who are colour-blind too; without the yellow, which is faint on white.
    private static readonly string[] ColorNames = ["#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00"];

    /// <summary>The font of all texts.</summary>
    private protected static string Font { get; } =
        Array.Find(FontNames, SKFontManager.Default.FontFamilies.Contains) ?? Fonts.Default;

    /// <summary>Stands above the panel.</summary>
    public required string Title { get; init; }

    /// <summary>What x is, with its unit.</summary>
    public required string XLabel { get; init; }

    /// <summary>What y is, with its unit.</summary>
    public required string YLabel { get; init; }

    /// <summary>What is shown.</summary>
    public required IReadOnlyList<Series> Series { get; init; }

    /// <summary>A value of y to compare with, drawn as a dashed line; none by default.</summary>
    public double? Reference { get; init; }

    /// <summary>Values of y that have to be in sight beside the chart's own; so charts get the same axis.</summary>
    public IReadOnlyList<double> InSight { get; init; } = [];

    /// <summary>Draws the panel.</summary>
    internal Plot ToPlot()
    {
        var plot = new Plot();
        plot.Title(Title, TitlePoints);
        plot.XLabel(XLabel, LabelPoints);
        plot.YLabel(YLabel, LabelPoints);
        plot.Axes.Bottom.Label.Bold = plot.Axes.Left.Label.Bold = false;
        plot.Axes.Bottom.TickLabelStyle.FontSize = plot.Axes.Left.TickLabelStyle.FontSize = SmallPoints;
        if (Reference is { } value)
        {
            plot.Add.HorizontalLine(ToScale(value), 1.5f, Colors.Gray, LinePattern.Dashed);
        }

        Draw(plot);
        plot.Legend.FontSize = SmallPoints;
        plot.Legend.Orientation = Orientation.Horizontal;
        plot.Legend.OutlineWidth = 0;
        plot.Legend.ShadowColor = Colors.Transparent;
        plot.ShowLegend(Edge.Bottom);
        plot.Font.Set(Font);
        return plot;
    }

    private protected abstract void Draw(Plot plot);

    /// <summary>Where a value of y lies on the axis.</summary>
    private protected virtual double ToScale(double y) => y;

    /// <summary>The colour of a series.</summary>
    private protected static Color ColorOf(int series) => new(ColorNames[series % ColorNames.Length]);

    /// <summary>All values that y has to reach.</summary>
    private protected IReadOnlyList<double> Values()
    {
        var own = Series.SelectMany(series => series.Points, (_, point) => point.Y).Concat(InSight);
        return [.. Reference is { } value ? own.Append(value) : own];
    }
}
