using RnnCluster.LiveStreams.Echo;
using RnnCluster.LiveStreams.Load;
using RnnCluster.LiveStreams.Processes;
using RnnCluster.LiveStreams.Report;
using RnnCluster.LiveStreams.Streams;
using RnnCluster.Reporting.Charts;

namespace RnnCluster.LiveStreams.Cases;

/// <summary>What the streams alone cost: an event to a grain and back.</summary>
internal sealed class EchoCase : IBenchCase
{
    private static readonly int[] SessionCounts = [1, 100, 1_000];

    public string Name => "echo";

    public async Task<ReportSection> RunAsync(RunSettings settings)
    {
        var samples = new Samples<EchoLoad>();
        for (var repetition = 0; repetition < settings.Repetitions; repetition++)
        {
            foreach (var variant in settings.Variants.Count > 0 ? settings.Variants : StreamVariants.OfEcho)
            {
                await using var cluster = await Cluster.StartAsync(new EchoWorkload(variant));
                foreach (var sessions in settings.Sessions.Count > 0 ? settings.Sessions : SessionCounts)
                {
                    samples.Add(new EchoLoad(variant, sessions), await cluster.MeasureAsync(new LoadPlan(sessions), settings));
                }
            }
        }

        return Section(samples.Medians()) with { OtherCores = samples.OtherCores };
    }

    private ReportSection Section(IReadOnlyDictionary<EchoLoad, Measurement> results)
    {
        var rows = results.OrderBy(result => result.Key.Sessions)
            .Select(result => new MeasurementRow([result.Key.Description, $"{result.Key.Sessions:#,0}"], result.Value));
        var text = $"""
            A grain gives each event of its stream back on the client's reply stream. Closed loop: each session has one event under way.
            Events are round trips; CPU is for each of them.

            {MeasurementTable.Of(["streams", ">sessions"], "events", rows)}
            """;
        return new ReportSection(Name, "Echo", text)
        {
            Charts =
            [
                Chart("round trips/s", results, measurement => measurement.FramesPerSecond),
                Chart("median, ms", results, measurement => measurement.MedianMs),
                Chart("CPU, µs an event, silo and client", results, measurement => measurement.SiloUs + measurement.ClientUs),
            ],
        };
    }

    private static LineChart Chart(
        string value, IReadOnlyDictionary<EchoLoad, Measurement> results, Func<Measurement, double> figure) => new()
        {
            Title = value,
            XLabel = "sessions",
            YLabel = value,
            LogarithmicX = true,
            LogarithmicY = true,
            Series = [.. results.GroupBy(result => result.Key.Variant).Select(variant => new Series(
                variant.Key,
                [.. variant.Select(result => ((double)result.Key.Sessions, figure(result.Value)))]))],
        };
}
