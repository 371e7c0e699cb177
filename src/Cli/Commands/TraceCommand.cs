using System.CommandLine;
using System.Globalization;
using RnnCluster.Cli.Terminal;
using RnnCluster.Cli.Tracing;

namespace RnnCluster.Cli.Commands;

/// <summary><c>rnn trace</c>: the forward propagation, unfolded through time, without a silo.</summary>
internal static class TraceCommand
{
    private const int StandardUnits = 8;
    private const string AllUnits = "all";

    public static Command Create()
    {
        var model = new Argument<string>("MODEL") { Description = "Name of the model." };
        var text = new Argument<string>("TEXT")
        {
            Description = "What the model reads, - for stdin. Models of feature vectors read a JSON array of vectors, or @FILE with one.",
        };
        var json = new Option<bool>("--json") { Description = "All numbers as one JSON object instead of a table." };
        var picture = new Option<string?>("--picture")
        {
            Description = "Also draw the hidden state over time as a heat map: FILE.svg, or - for stdout in place of the table.",
        };
        var units = Units();
        var steps = CommandOptions.Whole<int>("--steps", "Read only the first N inputs. Default: all.");
        var models = CommandOptions.Models();
        var command = new Command("trace", "Show the forward propagation of a text, unfolded through time.")
        {
            model, text, json, picture, units, steps, models,
        };
        command.SetAction((parsed, _) => CommandRunner.RunAsync(() => RunAsync(new TraceSettings
        {
            Model = parsed.GetValue(model)!,
            Text = parsed.GetValue(text)!,
            ModelsFolder = parsed.GetValue(models)!,
            Json = parsed.GetValue(json),
            Picture = parsed.GetValue(picture),
            Units = parsed.GetValue(units),
            Steps = parsed.GetValue(steps),
        })));
        return command;
    }

    private static async Task<int> RunAsync(TraceSettings settings)
    {
        await using var output = StandardFiles.CreateText(StandardFiles.Standard);
        return TraceRun.Run(settings, output);
    }

    private static Option<int> Units() => new("--units")
    {
        Description = "Units of each layer in the table, or all.",
        DefaultValueFactory = _ => StandardUnits,
        CustomParser = result =>
        {
            var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            if (text == AllUnits)
            {
                return int.MaxValue;
            }

            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) || value < 1)
            {
                result.AddError($"--units is '{text}'; it must be a whole number from 1 up, or {AllUnits}");
            }

            return value;
        },
    };
}
