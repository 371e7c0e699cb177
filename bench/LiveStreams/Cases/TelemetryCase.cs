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
        var table = new MarkdownTable("telemetry", ">tokens/s", ">of none", ">median, ms", ">p99, ms", ">silo CPU, µs", ">client CPU, µs");
        foreach (var (name, one) in results)
        {
            table.Add(
                name,
                Number.Fixed(one.TokensPerSecond, 0),
                Number.Percent(one.TokensPerSecond / results[Nobody].TokensPerSecond),
                Number.Significant(one.MedianMs),
                Number.Significant(one.P99Ms),
                Number.Significant(one.SiloUs),
                Number.Significant(one.ClientUs));
        }

        return new ReportSection(
            Name,
            "Telemetry",
            $"""
            RnnCluster, LSTM H {LstmCase.HiddenSize}, {Number.Fixed(load.Sessions, 0)} sessions, one token a frame, closed loop. Every frame passes the clocks, counters and
            histograms of its session and of the step engine; OpenTelemetry collects them, and sends them where nobody answers.

            {table}
            """);
    }
}
