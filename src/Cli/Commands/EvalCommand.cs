using System.CommandLine;
using System.Net;
using RnnCluster.Cli.Connection;
using RnnCluster.Cli.Evaluation;
using RnnCluster.Cli.Evaluation.Files;
using RnnCluster.Cli.Terminal;

namespace RnnCluster.Cli.Commands;

/// <summary><c>rnn eval</c>: the metric of a model's card, recomputed through live sessions.</summary>
internal static class EvalCommand
{
    private const int StandardWindow = 512;
    private const int LargestWindow = 4_096;
    private const int MostCases = 1_000_000_000;
    private const int MostBeams = 64;

    public static Command Create()
    {
        var model = new Argument<string>("MODEL") { Description = "Name of the model." };
        var file = new Argument<string>("DATA") { Description = "The data as they were published, perhaps with gzip; - for stdin." };
        var references = new Argument<string?>("REFERENCES")
        {
            Description = "Translations of the lines of DATA.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var limit = CommandOptions.Count("--limit", "Most cases.", MostCases, 1, MostCases);
        var every = CommandOptions.Count("--every", "Take every N-th case only, as cards cut development sets.", 1, 1, MostCases);
        var split = new Option<string>("--split") { Description = "The split of piano rolls.", DefaultValueFactory = _ => "valid" };
        var window = CommandOptions.Count("--window", "Most sessions at once.", StandardWindow, 1, LargestWindow);
        var beams = CommandOptions.Whole<int>("--beams", "Hypotheses of the beam search. Default: what the package says.");
        var require = CommandOptions.Real<double>("--require", "Fail when the metric is worse, at the decimals that are shown.");
        var json = new Option<bool>("--json") { Description = "One JSON object instead of lines." };
        var connect = CommandOptions.Connect();
        var models = CommandOptions.Models();
        var command = new Command("eval", "Recompute a model's metric through live sessions.")
        {
            model, file, references, limit, every, split, window, beams, require, json, connect, models,
        };
        command.SetAction((parsed, cancellation) => CommandRunner.RunAsync(() => RunAsync(
            new EvaluationSettings(
                parsed.GetValue(model)!,
                parsed.GetValue(file)!,
                parsed.GetValue(references),
                parsed.GetValue(split)!,
                parsed.GetValue(every),
                parsed.GetValue(limit),
                parsed.GetValue(window),
                parsed.GetValue(beams),
                parsed.GetValue(require),
                parsed.GetValue(json)),
            parsed.GetValue(connect),
            parsed.GetValue(models)!,
            cancellation)));
        return command;
    }

    private static async Task<int> RunAsync(
        EvaluationSettings settings, EndPoint[]? gateways, string modelsFolder, CancellationToken cancellation)
    {
        if (settings.Beams is { } beams and (< 1 or > MostBeams))
        {
            throw new CommandException($"--beams is {beams}; it must be 1 to {MostBeams}");
        }

        var file = DataFile.Read(settings.File);
        var references = settings.References is null ? null : DataFile.Read(settings.References);
        await using var connection = await ClusterConnection.OpenAsync(gateways, modelsFolder, configure: null, cancellation);
        var model = await ModelCheck.RequireAsync(connection.Client, settings.Model);
        var set = EvaluationFiles.Read(model, file, references, settings.Split).Select(settings.Every, settings.Limit);
        if (set.Cases.Count == 0)
        {
            throw new CommandException($"{file.FullName} has no case to ask; there must be one or more");
        }

        var run = new EvaluationRun(connection.Client, model, settings.Window, settings.Beams, cancellation);
        var started = TimeProvider.System.GetTimestamp();
        double[] sums;
        await using (new ProgressLine(() => $"{run.Answered:N0} of {set.Cases.Count:N0} cases, {run.Outputs:N0} outputs"))
        {
            sums = await run.RunAsync(set.Cases);
        }

        var seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        var report = EvaluationReport.Of(model, set, sums, seconds);
        Console.Out.WriteLine(settings.AsJson ? report.ToJson() : report.ToText());
        await Console.Error.WriteLineAsync(
            $"{set.Cases.Count:N0} cases in {seconds:F1} s = {set.Cases.Count / seconds:N0} cases/s, "
            + $"{run.Outputs:N0} outputs = {run.Outputs / seconds:N0} outputs/s");
        return Meets(settings.Require, report, set.Metric) ? 0 : CommandRunner.Failed;
    }

    private static bool Meets(double? required, EvaluationReport report, Metric metric)
    {
        var value = Math.Round(report.Value, report.Decimals);
        if (required is not { } bound || (metric.LowerIsBetter ? value <= bound : value >= bound))
        {
            return true;
        }

        Console.Error.WriteLine($"rnn: {report.Metric} is {value}; it must be {bound} or {(metric.LowerIsBetter ? "less" : "more")}");
        return false;
    }
}
