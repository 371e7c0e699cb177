using RnnCluster.LiveStreams.Cases;
using RnnCluster.Reporting;
using RnnCluster.Reporting.Charts;

namespace RnnCluster.LiveStreams.Report;

/// <summary>Where the results go: each case has its section of one file, and replaces only that.</summary>
internal static class LiveStreamsReport
{
    private const string FileName = "live-streams";
    private const string SectionMark = "\n## ";
    private const int LongestRow = 3;

    /// <summary>Prints a section; with a folder, puts it into the report there.</summary>
    public static void Write(ReportSection section, RunSettings settings)
    {
        Console.WriteLine($"\n## {section.Heading}\n\n{section.Text}\n");
        if (settings.Folder is not { } folder)
        {
            return;
        }

        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, FileName + ".md");
        var sections = Read(path);
        sections[section.Case] = Text(section, settings);
        var order = BenchCases.All.Select(@case => @case.Name).Where(sections.ContainsKey).Select(name => sections[name]);
        File.WriteAllText(path, $"{Head(settings)}\n{string.Join('\n', order)}");
        if (section.Charts.Count > 0)
        {
            ChartSheet.SavePng(Path.Combine(folder, PlotName(section)), Math.Min(section.Charts.Count, LongestRow), section.Charts);
        }
    }

    private static string Head(RunSettings settings) => $"""
        # Live sessions over streams

        Silos and clients are processes of their own on one machine and talk over loopback. CPU: {Processor.DescriptionWithCores}; *CPU* in a
        table is the processor time of a process in the measured window, divided by what was answered in it. Every figure is the median of
        the repetitions; what is compared takes turns, every turn has fresh processes, {settings.WarmUp.TotalSeconds:0} s of load before and {settings.Window.TotalSeconds:0} s in the measured window.
        All processes run with server GC and dynamic PGO.

        """;

    private static string Text(ReportSection section, RunSettings settings)
    {
        var plot = section.Charts.Count > 0 ? $"\n![{section.Heading}]({PlotName(section)})\n" : "";
        var others = section.OtherCores is { } cores
            ? $"; something else took {Number.Fixed(cores, 2)} of {Environment.ProcessorCount} cores meanwhile (median)."
            : "";
        var repetitions = section.Case == "scale" ? "" : $" --repetitions {settings.Repetitions}";
        var retries = settings.Retries == 0 ? "" : $" --retries {settings.Retries}";
        return $"""
            ## {section.Heading}

            {section.Text}
            {plot}
            `dotnet run -c Release --project bench/LiveStreams -- {section.Case}{repetitions}{retries}`{others}

            """;
    }

    private static string PlotName(ReportSection section) => $"{FileName}-{section.Case}.png";

    /// <summary>The sections that are there, by the case that the command at their end names.</summary>
    private static Dictionary<string, string> Read(string path)
    {
        var text = File.Exists(path) ? File.ReadAllText(path) : "";
        return text.Split(SectionMark).Skip(1).ToDictionary(
            section => BenchCases.All.First(@case => section.Contains($"LiveStreams -- {@case.Name}", StringComparison.Ordinal)).Name,
            section => "## " + section.TrimEnd() + "\n");
    }
}
