using ScottPlot;
using ScottPlot.TickGenerators;

namespace RnnCluster.Reporting.Charts;

/// <summary>Bars in groups, y from zero. A point's x is the number of its group.</summary>
public sealed record BarChart : Chart
{
    private const double GroupWidth = 0.8;
    private const double Headroom = 1.15;

    /// <summary>Names of the groups, from x = 0 on.</summary>
    public required IReadOnlyList<string> Groups { get; init; }

    private protected override void Draw(Plot plot)
    {
        var width = GroupWidth / Series.Count;
        for (var index = 0; index < Series.Count; index++)
        {
            var shift = (index - (Series.Count - 1) / 2.0) * width;
            var bars = plot.Add.Bars(Series[index].Points.Select(point => new Bar
            {
                Position = point.X + shift,
                Value = point.Y,
                Size = width,
                FillColor = ColorOf(index),
                Label = Number.Significant(point.Y),
            }).ToArray());
            bars.LegendText = Series[index].Name;
            bars.Color = ColorOf(index);
            bars.ValueLabelStyle.FontName = Font;
        }

        plot.Axes.Bottom.TickGenerator =
            new NumericManual([.. Enumerable.Range(0, Groups.Count).Select(x => (double)x)], [.. Groups]);
        plot.Axes.SetLimitsY(0, Values().Max() * Headroom);
    }
}
