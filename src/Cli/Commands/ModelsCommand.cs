using System.CommandLine;
using System.Text.Json;
using RnnCluster.Abstractions.Models;
using RnnCluster.Cli.Connection;
using Spectre.Console;

namespace RnnCluster.Cli.Commands;

/// <summary><c>rnn models</c>: the versions of the models, as a table or as JSON; what is refused on stderr.</summary>
internal static class ModelsCommand
{
    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "One JSON array instead of a table." };
        var connect = CommandOptions.Connect();
        var models = CommandOptions.Models();
        var command = new Command("models", "List the models.") { json, connect, models };
        command.SetAction((parsed, cancellation) => CommandRunner.RunAsync(async () =>
        {
            await using var connection = await ClusterConnection.OpenAsync(
                parsed.GetValue(connect), parsed.GetValue(models)!, configure: null, cancellation);
            return Show(await connection.Client.ListModelsAsync(), parsed.GetValue(json));
        }));
        return command;
    }

    private static int Show(IReadOnlyList<ModelSummary> models, bool asJson)
    {
        var broken = models.Where(model => model.State == ModelState.Refused).ToList();
        var served = models.Except(broken).ToList();
        if (asJson)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(models, ModelsJson.Default.IReadOnlyListModelSummary));
        }
        else
        {
            if (Console.IsOutputRedirected)
            {
                // A file has no width to fit into.
                AnsiConsole.Profile.Width = 200;
            }

            AnsiConsole.Write(Table(served));
        }

        foreach (var model in broken)
        {
            var version = model.Version.Length == 0 ? "" : $", version {model.Version},";
            Console.Error.WriteLine($"rnn: model {model.Name}{version} is broken:{string.Concat(model.Faults.Select(fault => $"\n  {fault}"))}");
        }

        return broken.Count == 0 ? 0 : CommandRunner.Failed;
    }

    private static Table Table(IReadOnlyList<ModelSummary> models)
    {
        var table = new Table().Border(TableBorder.Simple)
            .AddColumns("model", "version", "state")
            .AddColumn(new TableColumn("sessions").RightAligned())
            .AddColumns("topology", "cell")
            .AddColumn(new TableColumn("parameters").RightAligned())
            .AddColumns("weights", "metric");
        foreach (var model in models)
        {
            table.AddRow(new[]
            {
                model.Name,
                model.Version,
                $"{model.State}".ToLowerInvariant(),
                $"{model.Sessions:N0}",
                model.Topology,
                model.Cell.Length == 0 ? "feed-forward" : $"{model.Cell} {model.Layers} × {model.HiddenSize}",
                $"{model.Parameters:N0}",
                model.Weights,
                model.Metric ?? "",
            }.Select(Markup.Escape).ToArray());
        }

        return table;
    }
}
