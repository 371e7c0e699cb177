using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using RnnCluster.Kernels.Cases;
using RnnCluster.Kernels.Report;
using RnnCluster.Recurrent.Networks;

namespace RnnCluster.Kernels;

/// <summary>The program's options.</summary>
internal static class KernelsCommand
{
    private const int Repetitions = 7;
    private const int LeastMs = 20;
    private const int QuickRepetitions = 3;
    private const int QuickLeastMs = 5;
    private const string ResultsFolder = "bench/results";

    private static readonly CaseGrid WholeGrid = new();
    private static readonly CaseGrid QuickGrid = new() { HiddenSizes = [64, 256], Batches = [1, 16] };

    public static RootCommand Create()
    {
        var cells = Names("--cell", "Cells. Default: all.", "rnn", "gru", "lstm");
        var inputs = Names("--input", "Kinds of input. Default: both.", "dense", "token");
        var hiddenSizes = Numbers("--hidden", $"Sizes of the state. Default: {string.Join(' ', WholeGrid.HiddenSizes)}.");
        var batches = Numbers("--batch", $"Sequences that step at once. Default: {string.Join(' ', WholeGrid.Batches)}.");
        var repetitions = Number("--repetitions", $"Turns of everything that is timed. Default: {Repetitions}.");
        var leastMs = Number("--least-ms", $"How long a turn lasts at least. Default: {LeastMs}.");
        var quick = new Option<bool>("--quick") { Description = "Few sizes, few and short turns: to see that it works." };
        var output = new Option<string?>("--out")
        {
            Description = $"Folder of the report. Default: {ResultsFolder}; of a part of the cases there are no files.",
        };
        var command = new RootCommand("One recurrent step against ONNX Runtime and against the roofline.")
        {
            cells, inputs, hiddenSizes, batches, repetitions, leastMs, quick, output,
        };
        command.SetAction(parsed =>
        {
            var isQuick = parsed.GetValue(quick);
            var grid = isQuick ? QuickGrid : WholeGrid;
            grid = grid with
            {
                Cells = Chosen(parsed.GetValue(cells)?.Select(CellOf), grid.Cells),
                Inputs = Chosen(parsed.GetValue(inputs)?.Select(InputOf), grid.Inputs),
                HiddenSizes = Chosen(parsed.GetValue(hiddenSizes), grid.HiddenSizes),
                Batches = Chosen(parsed.GetValue(batches), grid.Batches),
            };
            var isWhole = !isQuick && grid.Cases().SequenceEqual(WholeGrid.Cases());
            KernelsReport.Write(new RunSettings(
                grid,
                parsed.GetValue(repetitions) ?? (isQuick ? QuickRepetitions : Repetitions),
                TimeSpan.FromMilliseconds(parsed.GetValue(leastMs) ?? (isQuick ? QuickLeastMs : LeastMs)),
                parsed.GetValue(output) ?? (isWhole ? ResultsFolder : null)));
        });
        return command;
    }

    private static CellKind CellOf(string name) => name switch
    {
        "gru" => CellKind.Gru,
        "lstm" => CellKind.Lstm,
        _ => CellKind.RnnTanh,
    };

    private static StepInput InputOf(string name) => name == "token" ? StepInput.Token : StepInput.Dense;

    private static IReadOnlyList<T> Chosen<T>(IEnumerable<T>? chosen, IReadOnlyList<T> all) =>
        chosen?.ToList() is { Count: > 0 } some ? some : all;

    private static Option<string[]> Names(string name, string description, params string[] allowed)
    {
        var option = new Option<string[]>(name) { Description = description, AllowMultipleArgumentsPerToken = true };
        option.AcceptOnlyFromAmong(allowed);
        return option;
    }

    private static Option<int[]> Numbers(string name, string description)
    {
        var option = new Option<int[]>(name) { Description = description, AllowMultipleArgumentsPerToken = true };
        option.Validators.Add(result => RequirePositive(name, result));
        return option;
    }

    private static Option<int?> Number(string name, string description)
    {
        var option = new Option<int?>(name) { Description = description };
        option.Validators.Add(result => RequirePositive(name, result));
        return option;
    }

    private static void RequirePositive(string name, OptionResult result)
    {
        foreach (var text in result.Tokens.Select(token => token.Value))
        {
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) || value < 1)
            {
                result.AddError($"{name} is '{text}'; it must be a whole number from 1 up");
            }
        }
    }
}
