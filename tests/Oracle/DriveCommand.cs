using System.CommandLine;
using RnnCluster.Oracle.Report;

namespace RnnCluster.Oracle;

/// <summary><c>drive</c>: load on a cluster that somebody else runs, and the judgement of its outputs.</summary>
internal static class DriveCommand
{
    /// <summary>The command's name.</summary>
    public const string Name = "drive";

    public static Command Create()
    {
        var connect = new Option<string[]>("--connect")
        {
            Description = "The cluster: host:port of the gateways of all its silos, separated by commas; of their HTTP gateways with --socket.",
            Required = true,
            CustomParser = static result => [.. result.Tokens.SelectMany(token => token.Value.Split(','))],
        };
        var (minutes, seed, sessions) = (CommonOptions.Minutes(), CommonOptions.Seed(), CommonOptions.Sessions());
        var (rate, models, report, work) = (CommonOptions.Rate(), CommonOptions.Models(), CommonOptions.Report(), CommonOptions.Work());
        var socket = CommonOptions.Socket();
        var command = new Command(Name, "Drive a running cluster, do it no harm, and judge its outputs. SIGTERM ends the load before its time.")
        {
            connect, socket, minutes, seed, sessions, rate, models, report, work,
        };
        command.SetAction((parsed, stop) => RunAsync(
            new DriveSettings(
                parsed.GetValue(connect)!,
                parsed.GetValue(socket),
                TimeSpan.FromMinutes(parsed.GetValue(minutes)),
                parsed.GetValue(seed),
                parsed.GetValue(sessions),
                parsed.GetValue(rate),
                Path.GetFullPath(parsed.GetValue(models)!),
                WorkFolder.Create(parsed.GetValue(work))),
            parsed.GetValue(report)!,
            isKept: parsed.GetValue(work) is not null,
            stop));
        return command;
    }

    private static async Task<int> RunAsync(DriveSettings settings, string report, bool isKept, CancellationToken stop)
    {
        try
        {
            var result = await new DriveRun(settings, Console.Error).RunAsync(stop);
            await ReportFile.WriteAsync(report, DriveReport.Of(result));
            return await WorkFolder.EndAsync(settings.Folder, result.Verdict, isKept);
        }
        catch (OracleException exception)
        {
            await Console.Error.WriteLineAsync($"oracle: {exception.Message}");
            return 1;
        }
    }
}
