using System.CommandLine;
using RnnCluster.Oracle.Faults;
using RnnCluster.Oracle.Report;

namespace RnnCluster.Oracle;

/// <summary><c>run</c>: one run, and its judgement.</summary>
internal static class RunCommand
{
    private const string StandardOutput = "-";

    public static Command Create()
    {
        var (minutes, seed, store, silos) = (CommonOptions.Minutes(), CommonOptions.Seed(), CommonOptions.Store(), CommonOptions.Silos());
        var (sessions, models) = (CommonOptions.Sessions(), CommonOptions.Models());
        var harm = CommonOptions.Harm();
        var rate = new Option<double>("--rate")
        {
            Description = "Frames a second, of all sessions together.",
            DefaultValueFactory = _ => 300,
        };
        // Often enough to be met, seldom enough that pauses are those of the harm.
        var dropped = new Option<double>("--dropped") { Description = "Share of the stream events that are lost.", DefaultValueFactory = _ => 0.0001 };
        var doubled = new Option<double>("--doubled") { Description = "Share of the stream events that come twice.", DefaultValueFactory = _ => 0.005 };
        var fault = new Option<string>("--fault") { Description = $"A fault that the silos are built with: {string.Join(", ", FaultNames.All)}." };
        fault.AcceptOnlyFromAmong([.. FaultNames.All]);
        var socket = new Option<bool>("--socket") { Description = "Drive the sessions over WebSockets to the silos' HTTP gateways." };
        var report = new Option<string>("--report")
        {
            Description = $"File for the report; {StandardOutput} for stdout.",
            DefaultValueFactory = _ => StandardOutput,
        };
        var work = new Option<string?>("--work")
        {
            Description = "Folder for journal, logs and the store's files, which is kept. Default: a new one, kept when the run fails.",
        };
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
                Folder = parsed.GetValue(work) is { } folder
                    ? Directory.CreateDirectory(folder).FullName
                    : Directory.CreateTempSubdirectory("rnn-oracle-").FullName,
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
            var page = OracleReport.Of(result);
            await (report == StandardOutput ? Console.Out.WriteAsync(page) : File.WriteAllTextAsync(report, page));
            await Console.Error.WriteLineAsync(OracleReport.Line(result.Verdict));
            if (result.Verdict.IsClean && !isKept)
            {
                Directory.Delete(settings.Folder, recursive: true);
            }
            else
            {
                await Console.Error.WriteLineAsync($"journal and logs are in {settings.Folder}");
            }

            return result.Verdict.IsClean ? 0 : 1;
        }
        catch (OracleException exception)
        {
            await Console.Error.WriteLineAsync($"oracle: {exception.Message}");
            return 1;
        }
    }
}
