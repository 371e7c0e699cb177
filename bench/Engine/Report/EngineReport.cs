using RnnCluster.Reporting.Charts;

namespace RnnCluster.Engine.Report;

/// <summary>Where the results go.</summary>
internal static class EngineReport
{
    private const string TextName = "engine.md";
    private const string PlotName = "engine.png";

    /// <summary>Prints the report; with a folder, writes it and its plot there too.</summary>
    public static void Write(IReadOnlyList<EngineResult> results, RunSettings settings, string? folder)
    {
        var text = EngineMarkdown.Of(results, settings, PlotName);
        Console.Write(text);
        if (folder is not null)
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, TextName), text);
            ChartSheet.SavePng(Path.Combine(folder, PlotName), columns: 2, [.. results.SelectMany(result => EnginePlots.Of(result, settings))]);
        }
    }
}
