using ScottPlot;

namespace RnnCluster.Reporting.Charts;

/// <summary>Lines with a marker at every point.</summary>
public sealed record LineChart : Chart
{
    private const float LineWidth = 2;
    private const float MarkerSize = 8;

    // Above and, on a logarithmic axis, below the values: a share of what they span.
    private const double Margin = 0.08;

    private static readonly MarkerShape[] Markers =
        [MarkerShape.FilledCircle, MarkerShape.FilledSquare, MarkerShape.FilledTriangleUp, MarkerShape.FilledDiamond];

    /// <summary>Whether x is logarithmic, with a tick at every point's x. Default false.</summary>
    public bool LogarithmicX { get; init; }

    /// <summary>Whether y is logarithmic. Default false: y begins at zero.</summary>
    public bool LogarithmicY { get; init; }

    private protected override void Draw(Plot plot)
    {
        for (var index = 0; index < Series.Count; index++)
        {
            var points = Series[index].Points;
            var line = plot.Add.Scatter(
                points.Select(point => LogarithmicX ? Math.Log10(point.X) : point.X).ToArray(),
                points.Select(point => ToScale(point.Y)).ToArray(),
                ColorOf(index));
            line.LegendText = Series[index].Name;
            line.LineWidth = LineWidth;
            line.MarkerSize = MarkerSize;
            line.MarkerShape = Markers[index % Markers.Length];
        }

        ScaleAxes(plot);
    }

    private protected override double ToScale(double y) => LogarithmicY ? Math.Log10(y) : y;

    private void ScaleAxes(Plot plot)
    {
        if (LogarithmicX)
        {
            plot.Axes.Bottom.TickGenerator =
                LogarithmicTicks.At(Series.SelectMany(series => series.Points, (_, point) => point.X));
        }

        var values = Values();
        var (least, most) = LogarithmicY ? (ToScale(values.Min()), ToScale(values.Max())) : (0, values.Max());
        var margin = Math.Max((most - least) * Margin, 1e-3);
        plot.Axes.SetLimitsY(LogarithmicY ? least - margin : 0, most + margin);
        if (LogarithmicY)
        {
            plot.Axes.Left.TickGenerator = LogarithmicTicks.Covering(values.Min(), values.Max());
        }
    }
}
