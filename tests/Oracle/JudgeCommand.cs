using System.CommandLine;
using RnnCluster.Oracle.Journal;
using RnnCluster.Oracle.Judging;
using RnnCluster.Oracle.Processes;
using RnnCluster.Oracle.Report;

namespace RnnCluster.Oracle;

/// <summary><c>judge</c>: the judgement of a run that is over, from the journal that it left.</summary>
internal static class JudgeCommand
{
    public static Command Create()
    {
        var (seed, sessions, models) = (CommonOptions.Seed(), CommonOptions.Sessions(), CommonOptions.Models());
        var work = new Option<string>("--work") { Description = "Folder of the run.", Required = true };
        var command = new Command("judge", "Judge a run again, from its journal; seed and sessions as they were.") { work, seed, sessions, models };
        command.SetAction(async (parsed, _) =>
        {
            var entries = JournalReader.Read(Path.Combine(parsed.GetValue(work)!, OracleCluster.JournalName));
            var verdict = await Judge.JudgeAsync(
                parsed.GetValue(seed), parsed.GetValue(sessions), Path.GetFullPath(parsed.GetValue(models)!), entries);
            foreach (var finding in verdict.Findings)
            {
                await Console.Out.WriteLineAsync($"{finding.Kind.ToString().ToLowerInvariant()}: {finding.Session}, frame {finding.Sequence}: {finding.Text}");
            }

            await Console.Error.WriteLineAsync($"{OracleReport.Line(verdict)}; {verdict.Took.TotalSeconds:N0} s");
            return verdict.IsClean ? 0 : 1;
        });
        return command;
    }
}
