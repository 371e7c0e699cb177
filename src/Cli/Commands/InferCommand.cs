using System.CommandLine;
using System.Net;
using RnnCluster.Cli.Connection;
using RnnCluster.Cli.Inference;
using RnnCluster.Cli.Terminal;

namespace RnnCluster.Cli.Commands;

/// <summary><c>rnn infer</c>: JSON Lines in, JSON Lines out.</summary>
internal static class InferCommand
{
    private const int StandardWindow = 64;
    private const int LargestWindow = 4_096;

    public static Command Create()
    {
        var model = new Argument<string>("MODEL") { Description = "Name of the model." };
        var input = new Option<string>("--in") { Description = "Input file, - for stdin.", DefaultValueFactory = _ => "-" };
        var output = new Option<string>("--out") { Description = "Output file, - for stdout.", DefaultValueFactory = _ => "-" };
        var window = CommandOptions.Count(
            "--window", "Most frames of one session under way.", StandardWindow, 1, LargestWindow);
        var scores = new Option<bool>("--scores") { Description = "Add the full probabilities of every step." };
        var connect = CommandOptions.Connect();
        var models = CommandOptions.Models();
        var command = new Command("infer", "Run frames through live sessions: JSON Lines in, JSON Lines out.")
        {
            model, input, output, window, scores, connect, models,
        };
        command.SetAction((parsed, cancellation) => CommandRunner.RunAsync(() => RunAsync(
            new InferenceSettings(
                parsed.GetValue(model)!, parsed.GetValue(input)!, parsed.GetValue(output)!, parsed.GetValue(window), parsed.GetValue(scores)),
            parsed.GetValue(connect),
            parsed.GetValue(models)!,
            cancellation)));
        return command;
    }

    private static async Task<int> RunAsync(
        InferenceSettings settings, EndPoint[]? gateways, string modelsFolder, CancellationToken cancellation)
    {
        using var input = StandardFiles.OpenText(settings.Input);
        await using var connection = await ClusterConnection.OpenAsync(
            gateways, modelsFolder, options => options.SessionFramesLimit = settings.Window, cancellation);
        var model = await ModelCheck.RequireAsync(connection.Client, settings.Model);
        await using var output = StandardFiles.CreateText(settings.Output);
        var writer = new InferenceWriter(output);
        var run = new InferenceRun(connection.Client, model, settings.Scores, settings.Window, writer, cancellation);
        await using (new ProgressLine(
            () => $"{run.Lines:N0} lines read, {writer.Answers:N0} answered, {writer.Errors:N0} errors", tick: writer.Flush))
        {
            await run.RunAsync(input);
        }

        return writer.Errors == 0 ? 0 : CommandRunner.Failed;
    }
}
