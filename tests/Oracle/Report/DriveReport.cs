using System.Globalization;
using System.Text;
using RnnCluster.Reporting;

namespace RnnCluster.Oracle.Report;

/// <summary>A run on a cluster that somebody else runs, as a page in Markdown.</summary>
internal static class DriveReport
{
    private const double MsPerSecond = 1_000;

    /// <summary>The page.</summary>
    public static string Of(DriveResult result)
    {
        var settings = result.Settings;
        var page = new StringBuilder();
        page.AppendLine("# A run of the oracle on a running cluster").AppendLine();
        page.AppendLine(new MarkdownTable("what", "value")
            .Add("verdict", OracleReport.Line(result.Verdict))
            .Add("cluster", string.Join(", ", settings.Gateways))
            .Add("sessions", $"{settings.Sessions}, {settings.FramesPerSecond.ToString(CultureInfo.InvariantCulture)} frames a second, seed {settings.Seed}"
                + (settings.OverSockets ? ", over WebSockets" : ""))
            .Add("longest wait of a session", $"{Seconds(result.Waits.Longest.P50)} s p50, {Seconds(result.Waits.Longest.P99)} s p99, {Seconds(result.Waits.Longest.Longest)} s max")
            .Add("machine", Processor.DescriptionWithCores)
            .ToString()).AppendLine();
        page.AppendLine(OracleReport.Findings(result.Verdict)).AppendLine();
        page.AppendLine($"Waits for answers that came in each {Seconds(Waits.StretchMs)} s, in seconds:").AppendLine();
        page.AppendLine(Stretches(result.Waits));
        return page.ToString().ReplaceLineEndings("\n");
    }

    private static string Stretches(Waits waits)
    {
        var table = new MarkdownTable(">from", ">answers", ">p50", ">p99", ">max");
        foreach (var (from, stretch) in waits.Stretches)
        {
            table.Add(Seconds(from), $"{stretch.Count}", Seconds(stretch.P50), Seconds(stretch.P99), Seconds(stretch.Longest));
        }

        return table.ToString();
    }

    private static string Seconds(double ms) => Number.Fixed(ms / MsPerSecond, 2);
}
