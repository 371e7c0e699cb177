using System.CommandLine;
using RnnCluster.LiveStreams.Cases;
using RnnCluster.LiveStreams.Report;
using RnnCluster.LiveStreams.Streams;

namespace RnnCluster.LiveStreams;

/// <summary>The options of the program.</summary>
internal static class LiveStreamsCommand
{
    private const string ResultsFolder = "bench/results";

    public static RootCommand Create()
    {
        var defaults = new RunSettings();
        var cases = new Argument<string[]>("case")
        {
            Description = $"{string.Join(", ", BenchCases.All.Select(@case => @case.Name))}. Default: all.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        cases.AcceptOnlyFromAmong([.. BenchCases.All.Select(@case => @case.Name)]);
        var repetitions = new Option<int>("--repetitions")
        {
            Description = "Turns of everything that is compared.",
            DefaultValueFactory = _ => defaults.Repetitions,
        };
        var sessions = new Option<int[]>("--sessions")
        {
            Description = "Numbers of sessions, ascending. Default: each case's own.",
            AllowMultipleArgumentsPerToken = true,
        };
        var silos = new Option<int[]>("--silos")
        {
            Description = "Numbers of silos, ascending. Default: each case's own.",
            AllowMultipleArgumentsPerToken = true,
        };
        var variants = new Option<string[]>("--variants")
        {
            Description = $"Streams to compare: {string.Join(", ", StreamVariants.Names)}. Default: each case's own.",
            AllowMultipleArgumentsPerToken = true,
        };
        variants.AcceptOnlyFromAmong(StreamVariants.Names);
        var rate = new Option<double?>("--rate") { Description = "Offered frames a second of an open loop. Default: each case's own." };
        var retries = new Option<int>("--retries")
        {
            Description = $"How often a window is measured again in which something else took more than {RunSettings.QuietCores} cores; "
                + "the quietest counts.",
        };
        var quick = new Option<bool>("--quick") { Description = "One short turn each, nothing is written: to see that it works." };
        var output = new Option<string>("--out") { Description = "Folder of the report.", DefaultValueFactory = _ => ResultsFolder };
        var command = new RootCommand("Live sessions over streams, in processes of their own.")
        {
            cases, repetitions, sessions, silos, variants, rate, retries, quick, output,
        };
        command.SetAction(async (parsed, _) =>
        {
            var isQuick = parsed.GetValue(quick);
            var second = TimeSpan.FromSeconds(1);
            var settings = defaults with
            {
                Repetitions = isQuick ? 1 : parsed.GetValue(repetitions),
                WarmUp = isQuick ? second : defaults.WarmUp,
                Window = isQuick ? second : defaults.Window,
                Sessions = parsed.GetValue(sessions) ?? [],
                Silos = parsed.GetValue(silos) ?? [],
                Variants = parsed.GetValue(variants) ?? [],
                Retries = parsed.GetValue(retries),
                Rate = parsed.GetValue(rate),
                Folder = isQuick ? null : parsed.GetValue(output),
            };
            var chosen = parsed.GetValue(cases) is { Length: > 0 } names ? names : [.. BenchCases.All.Select(@case => @case.Name)];
            foreach (var @case in BenchCases.All.Where(@case => chosen.Contains(@case.Name)))
            {
                LiveStreamsReport.Write(await @case.RunAsync(settings), settings);
            }
        });
        return command;
    }
}
