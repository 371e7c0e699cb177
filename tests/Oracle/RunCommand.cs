using System.CommandLine;
using RnnCluster.Oracle.Faults;
using RnnCluster.Oracle.Report;

namespace RnnCluster.Oracle;

/// <summary><c>run</c>: one run, and its judgement.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var (minutes, seed, store, silos) = (CommonOptions.Minutes(), CommonOptions.Seed(), CommonOptions.Store(), CommonOptions.Silos());
        var (sessions, models) = (CommonOptions.Sessions(), CommonOptions.Models());
        var harm = CommonOptions.Harm();
        var (rate, report, work) = (CommonOptions.Rate(), CommonOptions.Report(), CommonOptions.Work());
        // Often enough to be met, seldom enough that pauses are those of the harm.
        var dropped = new Option<double>("--dropped") { Description = "Share of the stream events that are lost.", DefaultValueFactory = _ => 0.0001 };
        var doubled = new Option<double>("--doubled") { Description = "Share of the stream events that come twice.", DefaultValueFactory = _ => 0.005 };
        var fault = new Option<string>("--fault") { Description = $"A fault that the silos are built with: {string.Join(", ", FaultNames.All)}." };
        fault.AcceptOnlyFromAmong([.. FaultNames.All]);
        var socket = CommonOptions.Socket();
        var command = new Command("run", "Do harm to a cluster and judge its outputs.")
        {
            minutes, seed, sessions, rate, silos, store, harm, models, dropped, doubled, fault, socket, report, work,
        };
        command.SetAction((parsed, _) =>
        {
            var settings = new RunSettings
            {
                Length = TimeSpan.FromMinutes(parsed.GetValue(minutes)),
                Seed = parsed.GetValue(seed),
                Sessions = parsed.GetValue(sessions),
                FramesPerSecond = parsed.GetValue(rate),
                Store = parsed.GetValue(store),
                Silos = parsed.GetValue(silos),
                Harm = parsed.GetValue(harm) ?? [],
                Models = Path.GetFullPath(parsed.GetValue(models)!),
                DroppedShare = parsed.GetValue(dropped),
                DoubledShare = parsed.GetValue(doubled),
                Fault = parsed.GetValue(fault) is { } name ? FaultNames.Parse(name) : OracleFault.None,
                OverSockets = parsed.GetValue(socket),
                Folder = WorkFolder.Create(parsed.GetValue(work)),
            };
            return RunAsync(settings, parsed.GetValue(report)!, isKept: parsed.GetValue(work) is not null);
        });
        return command;
    }

    private static async Task<int> RunAsync(RunSettings settings, string report, bool isKept)
    {
        try
        {
            var result = await new OracleRun(settings, Console.Error).RunAsync();
            await ReportFile.WriteAsync(report, OracleReport.Of(result));
            return await WorkFolder.EndAsync(settings.Folder, result.Verdict, isKept);
        }
        catch (OracleException exception)
        {
            await Console.Error.WriteLineAsync($"oracle: {exception.Message}");
            return 1;
        }
    }
}
