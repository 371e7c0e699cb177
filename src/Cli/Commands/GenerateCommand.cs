using System.CommandLine;
using System.Net;
using System.Security.Cryptography;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Models;
using RnnCluster.Cli.Connection;
using RnnCluster.Cli.Generation;
using RnnCluster.Cli.Terminal;

namespace RnnCluster.Cli.Commands;

/// <summary><c>rnn generate</c>: one-to-many, a text for each session.</summary>
internal static class GenerateCommand
{
    private const int MostSessions = 1_000_000;

    // Nobody watches these parts: few, large messages.
    private const int PartTokens = 128;

    public static Command Create()
    {
        var model = new Argument<string>("MODEL") { Description = "Name of the model." };
        var sessions = CommandOptions.Count("--sessions", "How many sessions, one text each.", 1, 1, MostSessions);
        var tokens = CommandOptions.Whole<int>(
            "--tokens", "Most tokens of a text; the model may end it sooner. Default: what its package says.");
        var seed = CommandOptions.Whole<ulong>(
            "--seed", "Seed of the run: the same seed gives the same texts. Default: a random one, shown.");
        var temperature = CommandOptions.Real<float>("--temperature", "Sampling temperature, 0 to 100; 0 takes the likeliest token.");
        var topK = CommandOptions.Whole<int>("--top-k", "Sample among the K likeliest tokens; 0 for all.");
        var topP = CommandOptions.Real<float>("--top-p", "Sample among the likeliest tokens that reach probability P.");
        var prompt = new Option<string?>("--prompt") { Description = "What every text begins with; header fields of ABC end in a newline." };
        var output = new Option<string>("--out") { Description = "Folder for the texts, - for stdout.", DefaultValueFactory = _ => "out" };
        var connect = CommandOptions.Connect();
        var models = CommandOptions.Models();
        var command = new Command("generate", "Let sessions generate, one file each.")
        {
            model, sessions, tokens, seed, temperature, topK, topP, prompt, output, connect, models,
        };
        command.SetAction((parsed, cancellation) => CommandRunner.RunAsync(() => RunAsync(
            parsed.GetValue(model)!,
            served => new GenerationSettings(
                served.Name,
                parsed.GetValue(sessions),
                parsed.GetValue(seed) ?? (ulong)RandomNumberGenerator.GetInt32(int.MaxValue),
                parsed.GetValue(prompt),
                new GenerationRequest
                {
                    Tokens = parsed.GetValue(tokens) ?? served.MaxTokens,
                    Temperature = parsed.GetValue(temperature),
                    TopK = parsed.GetValue(topK),
                    TopP = parsed.GetValue(topP),
                    PartTokens = PartTokens,
                }),
            parsed.GetValue(output)!,
            parsed.GetValue(connect),
            parsed.GetValue(models)!,
            cancellation)));
        return command;
    }

    private static async Task<int> RunAsync(
        string modelName,
        Func<ModelSummary, GenerationSettings> settingsFor,
        string folder,
        EndPoint[]? gateways,
        string modelsFolder,
        CancellationToken cancellation)
    {
        await using var connection = await ClusterConnection.OpenAsync(gateways, modelsFolder, configure: null, cancellation);
        var model = await ModelCheck.RequireAsync(connection.Client, modelName);
        var settings = settingsFor(model);
        var files = new GeneratedFiles(model, settings.Seed, folder);
        var run = new GenerationRun(connection.Client, settings, model, cancellation);
        var whole = 0;
        var started = TimeProvider.System.GetTimestamp();
        await using (new ProgressLine(() => $"{run.Finished:N0} of {settings.Sessions:N0} texts, {run.Tokens:N0} tokens"))
        {
            await run.RunAsync(text =>
            {
                files.Write(text);
                Interlocked.Add(ref whole, text.IsWhole ? 1 : 0);
            });
        }

        var seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        await Console.Error.WriteLineAsync(
            $"{settings.Sessions:N0} texts ({whole:N0} ended by the model), "
            + $"{run.Tokens:N0} tokens in {seconds:F1} s = {run.Tokens / seconds:N0} tokens/s, "
            + $"seed {settings.Seed}, in {(folder == StandardFiles.Standard ? "stdout" : folder)}");
        return 0;
    }
}
