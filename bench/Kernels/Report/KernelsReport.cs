using RnnCluster.Reporting;

namespace RnnCluster.Kernels.Report;

/// <summary>Measures, and writes what came out as Markdown and as plots.</summary>
internal static class KernelsReport
{
    private const string TextFile = "kernels.md";

    /// <summary>Runs all cases; each has its line in the terminal as soon as it is measured.</summary>
    public static void Write(RunSettings settings)
    {
        var run = new KernelRun(settings);
        var results = run.Measure(result => Console.WriteLine(
            $"{result.Case}: {Number.Fixed(result.Ratio, 2)} times ONNX Runtime, "
            + $"{Number.Percent(result.RooflineShare)} of the roofline"));
        var text = KernelsMarkdown.Text(settings, results, run.MeasureFormats());
        Console.WriteLine($"\n{text}");
        if (settings.Folder is { } folder)
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, TextFile), text + "\n");
            KernelsPlots.Save(folder, results);
        }
    }
}
