using System.CommandLine;
using RnnCluster.Abstractions.Models;
using RnnCluster.Cli.Connection;
using RnnCluster.Cli.Demo;
using Spectre.Console;

namespace RnnCluster.Cli.Commands;

/// <summary><c>rnn demo</c>: the product in ten seconds.</summary>
internal static class DemoCommand
{
    private const int StandardSeconds = 10;
    private const int StandardSessions = 8;
    private const ulong Seed = 7;

    public static Command Create()
    {
        var seconds = CommandOptions.Count("--seconds", "How long.", StandardSeconds, 1, 86_400);
        var sessions = CommandOptions.Count("--sessions", "Sessions that make music.", StandardSessions, 1, 1_000);
        var output = new Option<string>("--out") { Description = "Folder for the tunes.", DefaultValueFactory = _ => "out" };
        var web = new Option<bool>("--web") { Description = "A page instead: three silos of their own, until Ctrl-C." };
        var models = CommandOptions.Models();
        var command = new Command("demo", "An embedded silo, live sessions on the trained models, and the tunes on disk; or a page that shows them.")
        {
            seconds, sessions, output, web, models,
        };
        command.SetAction((parsed, cancellation) => CommandRunner.RunAsync(() => parsed.GetValue(web)
            ? RunWebAsync(parsed.GetValue(models)!, cancellation)
            : RunAsync(parsed.GetValue(seconds), parsed.GetValue(sessions), parsed.GetValue(output)!, parsed.GetValue(models)!, cancellation)));
        return command;
    }

    private static async Task<int> RunWebAsync(string modelsFolder, CancellationToken cancellation)
    {
        await Console.Error.WriteLineAsync("starting three silos …");
        await new WebDemo(ModelsFolder.Require(modelsFolder), Console.Error, TimeProvider.System).RunAsync(cancellation);
        return 0;
    }

    private static async Task<int> RunAsync(int seconds, int sessions, string folder, string modelsFolder, CancellationToken cancellation)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        await Console.Error.WriteLineAsync("starting a silo …");
        await using var connection = await ClusterConnection.OpenAsync(gateways: null, modelsFolder, configure: null, cancellation);
        await ModelCheck.RequireAsync(connection.Client, DemoRun.MusicModel);
        await ModelCheck.RequireAsync(connection.Client, DemoRun.TaggerModel);
        var served = (await connection.Client.ListModelsAsync()).Where(model => model.State == ModelState.Serving).ToList();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        stop.CancelAfter(TimeSpan.FromSeconds(seconds));
        var started = TimeProvider.System.GetTimestamp();
        var run = new DemoRun(connection.Client, served, modelsFolder, sessions, Seed, folder, TimeProvider.System);
        await DemoScreen.ShowAsync(console, run.Rows, TimeProvider.System, run.RunAsync(stop.Token));
        Summarise(run, TimeProvider.System.GetElapsedTime(started), folder);
        return 0;
    }

    private static void Summarise(DemoRun run, TimeSpan elapsed, string folder)
    {
        var outputs = run.Rows.Sum(row => row.Outputs);
        var models = run.Rows.Select(row => row.Model.Name).Distinct().Count();
        Console.Out.WriteLine(
            $"{run.Rows.Count} sessions on {models} models gave {outputs:N0} outputs in {elapsed.TotalSeconds:F1} s"
            + $" = {outputs / elapsed.TotalSeconds:N0} outputs/s on one process.");
        Console.Out.WriteLine($"Median time from a word to its tag, through the streams and back: {run.MedianLatencyMs:F1} ms.");
        Console.Out.WriteLine($"{run.Pieces:N0} pieces of music were finished; the first of each session is in {folder}/, also as MIDI:");
        foreach (var file in run.Files)
        {
            Console.Out.WriteLine($"  {file}  {Path.ChangeExtension(file, ".mid")}");
        }
    }
}
