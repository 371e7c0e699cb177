using System.CommandLine;
using RnnCluster.Engine.Report;
using RnnCluster.Engine.Watched;

namespace RnnCluster.Engine;

/// <summary>The options of the program.</summary>
internal static class EngineCommand
{
    private const string ResultsFolder = "bench/results";

    public static RootCommand Create()
    {
        var quick = new Option<bool>("--quick") { Description = "One short turn each, nothing is written: to see that it works." };
        var output = new Option<string>("--out") { Description = "Folder of the report.", DefaultValueFactory = _ => ResultsFolder };
        var watched = new Option<bool>("--watched") { Description = "Only what a step costs while somebody listens; nothing is written." };
        var command = new RootCommand("The step engine with and without batching, against the kernel alone.") { quick, output, watched };
        command.SetAction(async (parsed, _) =>
        {
            var settings = parsed.GetValue(quick) ? RunSettings.Quick : new RunSettings();
            if (parsed.GetValue(watched))
            {
                Console.WriteLine(await new WatchedRun(settings).MeasureAsync());
                return;
            }

            var results = new List<EngineResult>();
            foreach (var inputs in Enum.GetValues<InputKind>())
            {
                using var run = new EngineRun(settings, inputs);
                results.Add(await run.MeasureAsync());
            }

            EngineReport.Write(results, settings, parsed.GetValue(quick) ? null : parsed.GetValue(output));
        });
        return command;
    }
}
