using System.Globalization;
using System.Text;
using RnnCluster.Oracle.Faults;
using RnnCluster.Oracle.Harm;
using RnnCluster.Oracle.Judging;
using RnnCluster.Reporting;

namespace RnnCluster.Oracle.Report;

/// <summary>A run as a page in Markdown.</summary>
internal static class OracleReport
{
    private const int FindingsShown = 20;
    private const double MsPerSecond = 1_000;

    /// <summary>The page.</summary>
    public static string Of(RunResult result)
    {
        var page = new StringBuilder();
        page.AppendLine("# A run of the oracle").AppendLine();
        page.AppendLine(Summary(result)).AppendLine();
        page.AppendLine(Findings(result.Verdict)).AppendLine();
        page.AppendLine("## Pauses").AppendLine();
        page.AppendLine(
            "The pause of a session is the longest time in which it had a frame to answer and gave nothing out, from a harm until "
            + $"{Number.Fixed(PauseMeasure.AftermathMs / MsPerSecond, 0)} s after everything was there again. *Struck* are the sessions that lived in the "
            + "silo that it was done to. Seconds.").AppendLine();
        page.AppendLine(PausesByKind(result)).AppendLine();
        page.AppendLine("## Harm").AppendLine();
        page.AppendLine(HarmList(result)).AppendLine();
        page.AppendLine("## Counts").AppendLine();
        page.AppendLine(Counts(result));
        return page.ToString().ReplaceLineEndings("\n");
    }

    /// <summary>The verdict in a line.</summary>
    public static string Line(Verdict verdict) => verdict.IsClean
        ? $"clean: {verdict.Frames} frames of {verdict.Sessions} sessions, {verdict.Parts} outputs, all as they must be"
        : $"FAILED: {string.Join(", ", Kinds(verdict).Select(kind => $"{kind.Count} {kind.Name}"))}";

    private static IEnumerable<(string Name, int Count)> Kinds(Verdict verdict) => Enum.GetValues<FindingKind>()
        .Select(kind => (kind.ToString().ToLowerInvariant(), verdict.Count(kind)))
        .Where(kind => kind.Item2 > 0);

    private static string Summary(RunResult result)
    {
        var settings = result.Settings;
        var kills = result.Counts.Harm.Sum(record => record.Kills);
        return new MarkdownTable("what", "value")
            .Add("verdict", Line(result.Verdict))
            .Add("run", $"{Number.Significant(settings.Length.TotalMinutes)} minutes, seed {settings.Seed}, store {settings.Store.ToString().ToLowerInvariant()}"
                + (settings.Fault == OracleFault.None ? "" : $", with the fault {settings.Fault}"))
            .Add("cluster", $"{settings.Silos} silos and a client, each a process")
            .Add("sessions", $"{settings.Sessions}, {settings.FramesPerSecond.ToString(CultureInfo.InvariantCulture)} frames a second"
                + (settings.OverSockets ? ", over WebSockets" : ""))
            .Add("harm", $"{result.Counts.Harm.Count}, {kills} processes ended by kill -9")
            .Add("stream events", $"{Share(settings.DroppedShare)} lost, {Share(settings.DoubledShare)} doubled")
            .Add("replay", $"single-threaded, on the scalar reference kernels; all sessions took {Number.Significant(result.Verdict.Took.TotalSeconds)} s")
            .Add("machine", $"{Processor.DescriptionWithCores}, {Number.Percent(result.Counts.Load)} busy")
            .ToString();
    }

    /// <summary>What is wrong, or that nothing is.</summary>
    public static string Findings(Verdict verdict)
    {
        if (verdict.IsClean)
        {
            return "Nothing lost, nothing doubled, nothing reordered, nothing changed, nothing unanswered.";
        }

        var lines = verdict.Findings.Take(FindingsShown)
            .Select(finding => $"- {finding.Kind.ToString().ToLowerInvariant()}: {finding.Session}, frame {finding.Sequence}: {finding.Text}");
        return $"{verdict.Findings.Count} findings in {verdict.Findings.Select(finding => finding.Session).Distinct().Count()} sessions; the first ones:\n\n"
            + string.Join('\n', lines);
    }

    private static string PausesByKind(RunResult result)
    {
        var table = new MarkdownTable("harm", ">times", ">struck p50", ">struck p99", ">struck max", ">all p50", ">all p99", ">all max");
        foreach (var kind in result.Pauses.All.GroupBy(pauses => pauses.Record.Event.Kind).OrderBy(kind => kind.Key))
        {
            var struck = new Pauses(kind.SelectMany(pauses => pauses.Struck.Values));
            var all = new Pauses(kind.SelectMany(pauses => pauses.All.Values));
            table.Add([Name(kind.Key), $"{kind.Count()}", .. Cells(struck), .. Cells(all)]);
        }

        return table.ToString();
    }

    private static string HarmList(RunResult result)
    {
        var table = new MarkdownTable(
            ">at", "harm", ">away", ">there again", ">struck", ">struck p50", ">struck p99", ">struck max", ">all max", "remark");
        foreach (var (record, all, struck) in result.Pauses.All)
        {
            table.Add(
            [
                Seconds(record.Event.At.TotalMilliseconds),
                HarmDriver.Describe(record.Event),
                Seconds(record.Event.Pause.TotalMilliseconds),
                Seconds(record.EndedMs - record.StartedMs),
                $"{struck.Count}",
                .. Cells(struck),
                Seconds(all.Longest),
                record.Remark.TrimEnd(' ', ';'),
            ]);
        }

        return table.ToString();
    }

    private static string Counts(RunResult result)
    {
        var table = new MarkdownTable("count", ">value")
            .Add("frames", Number.Fixed(result.Verdict.Frames, 0))
            .Add("frames sent, again by a new client too", Number.Fixed(result.Counts.FramesSent, 0))
            .Add("sessions that a new client had to resume once more", Number.Fixed(result.Counts.Resumptions, 0))
            .Add("outputs compared", Number.Fixed(result.Verdict.Parts, 0))
            .Add("stream events lost on purpose", Number.Fixed(result.Counts.Dropped, 0))
            .Add("stream events doubled on purpose", Number.Fixed(result.Counts.Doubled, 0))
            .Add("silos that ended by themselves", $"{result.Counts.Revivals.Count}");
        foreach (var (name, count) in result.Counts.Events.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            table.Add($"logged: {name}", Number.Fixed(count, 0));
        }

        return table.ToString();
    }

    private static string[] Cells(Pauses pauses) =>
        pauses.Count == 0 ? ["", "", ""] : [Seconds(pauses.P50), Seconds(pauses.P99), Seconds(pauses.Longest)];

    private static string Seconds(double ms) => Number.Fixed(ms / MsPerSecond, 2);

    private static string Share(double share) => share > 0 ? $"one in {Number.Fixed(1 / share, 0)}" : "none";

    private static string Name(HarmKind kind) => kind switch
    {
        HarmKind.KillSilo => "kill -9 of a silo",
        HarmKind.RestartSilo => "graceful restart",
        HarmKind.FreezeSilo => "a silo is held",
        HarmKind.RollingRestart => "rolling restart",
        HarmKind.KillAllSilos => "kill -9 of all silos",
        HarmKind.CrashClient => "kill -9 of the client",
        _ => "kill -9 of the store",
    };
}
