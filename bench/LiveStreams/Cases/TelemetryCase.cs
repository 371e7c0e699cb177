using RnnCluster.LiveStreams.Load;
using RnnCluster.LiveStreams.Processes;
using RnnCluster.LiveStreams.Report;
using RnnCluster.LiveStreams.Serving;
using RnnCluster.Reporting;
using RnnCluster.Silo;

namespace RnnCluster.LiveStreams.Cases;

/// <summary>What it costs that somebody watches.</summary>
internal sealed class TelemetryCase : IBenchCase
{
    private const int Sessions = 1_000;
    private const string Nobody = "nobody listens";

    private static readonly (string Name, bool IsWatched, double TraceRatio)[] Watchers =
        [(Nobody, false, 0), ("metrics", true, 0), ("metrics, traces of 1 % of the frames", true, 0.01)];

    public string Name => "telemetry";

    public async Task<ReportSection> RunAsync(RunSettings settings)
    {
        using var models = new ModelFolder(LstmCase.HiddenSize);
        var collector = new Uri($"http://127.0.0.1:{LoopbackPorts.FindFree(1)[0]}");
        var load = new LoadPlan(settings.Sessions.FirstOrDefault(Sessions));
        var samples = new Samples<string>();
        for (var repetition = 0; repetition < settings.Repetitions; repetition++)
        {
            foreach (var (name, isWatched, ratio) in Watchers)
            {
                await using var cluster = await Cluster.StartAsync(new WatchedRnnWorkload(models.Workload, isWatched ? collector : null, ratio));
                samples.Add(name, await cluster.MeasureAsync(load, settings));
            }
        }

        return Section(samples.Medians(), load) with { OtherCores = samples.OtherCores };
    }

    private ReportSection Section(IReadOnlyDictionary<string, Measurement> results, LoadPlan load)
    {
        return new ReportSection(
            Name,
            "Telemetry",
            $"""
            RnnCluster, LSTM H {LstmCase.HiddenSize}, {Number.Fixed(load.Sessions, 0)} sessions, one token a frame, closed loop. Every frame passes the clocks, counters and
            histograms of its session and of the step engine; OpenTelemetry collects them, and sends them where nobody answers.

            {MeasurementTable.OfShares("telemetry", [.. Watchers.Select(watcher => (watcher.Name, results[watcher.Name]))])}
            """);
    }
}
