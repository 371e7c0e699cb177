using ScottPlot;
using ScottPlot.MultiplotLayouts;

namespace RnnCluster.Reporting.Charts;

/// <summary>Charts side by side in one picture.</summary>
public static class ChartSheet
{
    private const int PanelWidthPixels = 560;
    private const int PanelHeightPixels = 400;

    /// <summary>Writes the charts as PNG, row by row, <paramref name="columns"/> in a row.</summary>
    public static void SavePng(string path, int columns, IReadOnlyList<Chart> charts)
    {
        var rows = (charts.Count + columns - 1) / columns;
        var sheet = new Multiplot { Layout = new Grid(rows, columns) };
        sheet.RemovePlot(sheet.GetPlot(0));
        foreach (var chart in charts)
        {
            sheet.AddPlot(chart.ToPlot());
        }

        sheet.SavePng(path, columns * PanelWidthPixels, rows * PanelHeightPixels);
    }
}
