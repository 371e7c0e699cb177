using System.CommandLine;
using System.Net;
using RnnCluster.Cli.Connection;
using RnnCluster.Cli.Load;
using RnnCluster.Cli.Terminal;

namespace RnnCluster.Cli.Commands;

/// <summary><c>rnn bench</c>: a load of live sessions, and how a cluster bears it.</summary>
internal static class BenchCommand
{
    private const int MostSeconds = 86_400;

    public static Command Create()
    {
        var model = new Argument<string>("MODEL") { Description = "Name of the model." };
        var sessions = CommandOptions.Count("--sessions", "Live sessions.", 1_000, 1, 1_000_000);
        var tokens = CommandOptions.Count("--tokens", "Tokens or vectors of a frame, or tokens that it asks for.", 1, 1, 65_536);
        var seconds = CommandOptions.Count("--seconds", "How long is measured.", 10, 1, MostSeconds);
        var warmUp = CommandOptions.Count("--warmup", "Seconds of the same load before that.", 3, 0, MostSeconds);
        var window = CommandOptions.Whole<int>("--window", "Closed loop: frames of each session under way. Default: 1.");
        var rate = CommandOptions.Real<double>("--rate", "Open loop: frames per second over all sessions, at a fixed rate.");
        var seed = CommandOptions.Whole<ulong>("--seed", "Seed of the inputs and of the sampling. Default: 1.");
        var json = new Option<string?>("--json") { Description = "File for the result as JSON, - for stdout." };
        var plot = new Option<string?>("--plot") { Description = "File for a plot of the latencies, as PNG." };
        var connect = CommandOptions.Connect();
        var models = CommandOptions.Models();
        var command = new Command("bench", "Put a load of live sessions on a cluster and measure it.")
        {
            model, sessions, tokens, seconds, warmUp, window, rate, seed, json, plot, connect, models,
        };
        command.SetAction((parsed, cancellation) => CommandRunner.RunAsync(() => RunAsync(
            new LoadSettings
            {
                Model = parsed.GetValue(model)!,
                Sessions = parsed.GetValue(sessions),
                Tokens = parsed.GetValue(tokens),
                Seconds = parsed.GetValue(seconds),
                WarmUpSeconds = parsed.GetValue(warmUp),
                Window = parsed.GetValue(window),
                Rate = parsed.GetValue(rate),
                Seed = parsed.GetValue(seed) ?? 1,
            },
            parsed.GetValue(json),
            parsed.GetValue(plot),
            parsed.GetValue(connect),
            parsed.GetValue(models)!,
            cancellation)));
        return command;
    }

    private static async Task<int> RunAsync(
        LoadSettings settings,
        string? jsonFile,
        string? plotFile,
        EndPoint[]? gateways,
        string modelsFolder,
        CancellationToken cancellation)
    {
        var faults = settings.Faults().ToList();
        if (faults.Count > 0)
        {
            throw new CommandException(string.Join("; ", faults));
        }

        if (jsonFile == StandardFiles.Standard && plotFile == StandardFiles.Standard)
        {
            throw new CommandException("--json and --plot are both '-'; one of them must be a file");
        }

        // A file that cannot be written is better known before the load than after it.
        await using var json = jsonFile is null ? null : StandardFiles.CreateText(jsonFile, "--json");
        await using var plot = plotFile is null ? null : StandardFiles.CreateBytes(plotFile, "--plot");
        await using var connection = await ClusterConnection.OpenAsync(gateways, modelsFolder, settings.Configure, cancellation);
        var result = await RunAsync(new LoadRun(connection.Client, settings, TimeProvider.System), cancellation);

        // Only the result goes to stdout, in one form.
        var table = jsonFile == StandardFiles.Standard || plotFile == StandardFiles.Standard ? Console.Error : Console.Out;
        await table.WriteLineAsync(LoadReport.ToText(result));
        if (json is not null)
        {
            await json.WriteLineAsync(LoadReport.ToJson(result));
        }

        if (plot is not null)
        {
            await plot.WriteAsync(LatencyPlot.ToPng(result), CancellationToken.None);
        }

        return result.Interrupted ? CommandRunner.Interrupted : result.IsClean ? 0 : CommandRunner.Failed;
    }

    private static async Task<LoadResult> RunAsync(LoadRun run, CancellationToken cancellation)
    {
        if (Console.IsErrorRedirected)
        {
            return await run.RunAsync(progress: null, cancellation);
        }

        var line = new LoadLine();
        await using (new ProgressLine(() => line.Text))
        {
            return await run.RunAsync(line, cancellation);
        }
    }
}
