using RnnCluster.Kernels.Cases;
using RnnCluster.Reporting.Charts;

namespace RnnCluster.Kernels.Report;

/// <summary>The plots: a panel for each kind of case and each cell, a line for each batch, over the size of the state.</summary>
internal static class KernelsPlots
{
    public const string RatioFile = "kernels.png";
    public const string RooflineFile = "kernels-roofline.png";

    public static void Save(string folder, IReadOnlyList<CaseResult> results)
    {
        Save(Path.Combine(folder, RatioFile), results, result => result.Ratio, new LineChart
        {
            Title = "",
            XLabel = "hidden size",
            YLabel = "times as fast as ONNX Runtime",
            Series = [],
            LogarithmicX = true,
            LogarithmicY = true,
            Reference = 1,
        });
        Save(Path.Combine(folder, RooflineFile), results, result => 100 * result.RooflineShare, new LineChart
        {
            Title = "",
            XLabel = "hidden size",
            YLabel = "% of the roofline",
            Series = [],
            LogarithmicX = true,
            Reference = 100,
        });
    }

    private static void Save(string path, IReadOnlyList<CaseResult> results, Func<CaseResult, double> value, LineChart style)
    {
        var panels = results.GroupBy(result => (result.Case.Kind, result.Case.CellName)).ToList();
        var columns = results.Select(result => result.Case.CellName).Distinct().Count();
        ChartSheet.SavePng(path, columns, [.. panels.Select(panel => style with
        {
            Title = $"{panel.Key.CellName}: {panel.Key.Kind}",
            Series = [.. panel.GroupBy(result => result.Case.Batch).Select(batch => Line(batch, value))],
            InSight = [.. results.Select(value)],
        })]);
    }

    private static Series Line(IGrouping<int, CaseResult> batch, Func<CaseResult, double> value) =>
        new($"batch {batch.Key}", [.. batch.Select(result => ((double)result.Case.HiddenSize, value(result)))]);
}
