using OpenTelemetry;
using OpenTelemetry.Metrics;
using RnnCluster.Engine.Loads;
using RnnCluster.Reporting;

namespace RnnCluster.Engine.Watched;

/// <summary>What a step costs a lone session while OpenTelemetry collects all that the engine tells, against one that nobody listens to.</summary>
internal sealed class WatchedRun(RunSettings settings)
{
    private const string WatchedName = "watched";

    // Short turns find moments when the machine does nothing else.
    private const int Turns = 200;
    private const int TurnSteps = 200;

    /// <summary>Measures in turns and gives a table.</summary>
    public async Task<MarkdownTable> MeasureAsync()
    {
        using var collector = Sdk.CreateMeterProviderBuilder().AddMeter(WatchedName)
            .AddReader(new PeriodicExportingMetricReader(new NoExporter(), exportIntervalMilliseconds: 1_000)).Build();
        using var quietMeters = new NamedMeters("quiet");
        using var watchedMeters = new NamedMeters(WatchedName);
        using var quiet = Engines.Create(quietMeters);
        using var watched = Engines.Create(watchedMeters);
        var network = LstmNetwork.Create(InputKind.Tokens);
        var turn = settings with { LatencySteps = TurnSteps };
        var warmUp = settings with { LatencySteps = Turns * TurnSteps / 4 };
        await LoneSession.MeasureAsync(quiet, network, warmUp);
        await LoneSession.MeasureAsync(watched, network, warmUp);
        var quietTurns = new List<Latency>();
        var watchedTurns = new List<Latency>();
        for (var number = 0; number < Turns; number++)
        {
            quietTurns.Add(await LoneSession.MeasureAsync(quiet, network, turn));
            watchedTurns.Add(await LoneSession.MeasureAsync(watched, network, turn));
        }

        return new MarkdownTable("engine", ">a step, µs", ">more than the step alone, µs")
            .Add("nobody listens", Step(quietTurns), More(quietTurns))
            .Add("OpenTelemetry listens", Step(watchedTurns), More(watchedTurns));
    }

    private static string Step(List<Latency> turns) => Number.Fixed(Averages.Median(turns.Select(turn => turn.EngineUs)), 2);

    private static string More(List<Latency> turns) => Number.Fixed(Averages.Median(turns.Select(turn => turn.EngineUs - turn.BareUs)), 2);

    private sealed class NoExporter : BaseExporter<Metric>
    {
        public override ExportResult Export(in Batch<Metric> batch) => ExportResult.Success;
    }
}
