using RnnCluster.LiveStreams.Echo;
using RnnCluster.LiveStreams.Load;
using RnnCluster.LiveStreams.Processes;
using RnnCluster.LiveStreams.Report;
using RnnCluster.LiveStreams.Streams;
using RnnCluster.Reporting;

namespace RnnCluster.LiveStreams.Cases;

/// <summary>Latency at half of what the cluster can do, and of a session that has the cluster for itself.</summary>
internal sealed class OpenLoopCase : IBenchCase
{
    private const string Saturated = "closed loop, 1 frame under way in each session";
    private const string Half = "open loop, half of that";
    private const double Share = 0.5;
    private const int Sessions = 1_000;

    public string Name => "open-loop";

    public async Task<ReportSection> RunAsync(RunSettings settings)
    {
        using var models = new ModelFolder(LstmCase.HiddenSize);
        var sessions = settings.Sessions.FirstOrDefault(Sessions);
        var variants = settings.Variants.Count > 0 ? settings.Variants : [StreamVariants.Ours];
        var loads = new Samples<string>();
        var alone = new Samples<string>();
        for (var repetition = 0; repetition < settings.Repetitions; repetition++)
        {
            await using (var cluster = await Cluster.StartAsync(models.Workload))
            {
                var closed = await cluster.MeasureAsync(new LoadPlan(sessions), settings);
                loads.Add(Saturated, closed);
                var rate = settings.Rate ?? Share * closed.FramesPerSecond;
                loads.Add(Half, await cluster.MeasureAsync(new LoadPlan(sessions, Rate: rate), settings));
            }

            foreach (var variant in variants)
            {
                await using var cluster = await Cluster.StartAsync(new EchoWorkload(variant));
                alone.Add(StreamVariants.Named(variant).Description, await cluster.MeasureAsync(new LoadPlan(1), settings));
            }
        }

        return Section(loads.Medians(), alone.Medians(), sessions) with { OtherCores = loads.OtherCores };
    }

    private ReportSection Section(
        IReadOnlyDictionary<string, Measurement> loads, IReadOnlyDictionary<string, Measurement> alone, int sessions) => new(
            Name,
            "Latency below saturation",
            $"""
            RnnCluster, LSTM H {LstmCase.HiddenSize}, {Number.Fixed(sessions, 0)} sessions, one token a frame. In the open loop frames are due on an even
            schedule, each of a session drawn at random, and latency counts from when a frame was due; the client looks at its schedule every
            millisecond.

            {Table("load", ">tokens/s", loads)}

            One session that echoes, on a cluster that has nothing else to do:

            {Table("streams", ">events/s", alone)}
            """);

    private static MarkdownTable Table(string what, string rate, IReadOnlyDictionary<string, Measurement> results)
    {
        var table = new MarkdownTable(what, rate, ">median, ms", ">p99, ms", ">p99.9, ms");
        foreach (var (name, one) in results)
        {
            table.Add(
                name,
                Number.Fixed(one.TokensPerSecond, 0),
                Number.Significant(one.MedianMs),
                Number.Significant(one.P99Ms),
                Number.Significant(one.P999Ms));
        }

        return table;
    }
}
