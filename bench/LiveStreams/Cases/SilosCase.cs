using RnnCluster.LiveStreams.Load;
using RnnCluster.LiveStreams.Processes;
using RnnCluster.LiveStreams.Report;
using RnnCluster.Reporting;
using RnnCluster.Reporting.Charts;

namespace RnnCluster.LiveStreams.Cases;

/// <summary>What it costs to spread the same load over more silos.</summary>
internal sealed class SilosCase : IBenchCase
{
    private const int Sessions = 1_000;
    private const double FramesPerSecond = 30_000;

    // A cluster that answers less than is offered falls behind, one that answers more had fallen behind: no figures to compare.
    private const double RateTolerance = 0.02;

    private static readonly int[] SiloCounts = [1, 2, 4];

    public string Name => "silos";

    public async Task<ReportSection> RunAsync(RunSettings settings)
    {
        using var models = new ModelFolder(LstmCase.HiddenSize);
        var load = new LoadPlan(settings.Sessions.FirstOrDefault(Sessions), Rate: settings.Rate ?? FramesPerSecond);
        var samples = new Samples<int>();
        for (var repetition = 0; repetition < settings.Repetitions; repetition++)
        {
            foreach (var silos in SiloCounts)
            {
                await using var cluster = await Cluster.StartAsync(models.Service, silos);
                await cluster.WarmUpAsync(load with { Rate = null }, settings);
                samples.Add(silos, await cluster.MeasureAsync(load, settings));
            }
        }

        return Section(samples.Medians(), load) with { OtherCores = samples.OtherCores };
    }

    private static bool HasKeptUp(Measurement result, LoadPlan load) =>
        Math.Abs(result.FramesPerSecond / load.Rate!.Value - 1) <= RateTolerance;

    private ReportSection Section(IReadOnlyDictionary<int, Measurement> results, LoadPlan load)
    {
        var table = new MarkdownTable(
            ">silos", ">tokens/s", ">median, ms", ">p99, ms", ">silos, µs", ">with the client, µs", ">growth", ">growth with the client");
        var one = results[SiloCounts[0]];
        foreach (var (silos, result) in results)
        {
            table.Add(
                Number.Fixed(silos, 0),
                Number.Fixed(result.TokensPerSecond, 0) + (HasKeptUp(result, load) ? "" : " (does not keep up)"),
                Number.Significant(result.MedianMs),
                Number.Significant(result.P99Ms),
                Number.Significant(result.SiloUs),
                Number.Significant(result.SiloUs + result.ClientUs),
                Number.Percent(result.SiloUs / one.SiloUs - 1),
                Number.Percent((result.SiloUs + result.ClientUs) / (one.SiloUs + one.ClientUs) - 1));
        }

        var text = $"""
            CPU for a token when {Number.Fixed(load.Sessions, 0)} sessions of an LSTM H {LstmCase.HiddenSize} are spread over silos of one machine. One token a
            frame, open loop, {Number.Fixed(load.Rate!.Value, 0)} tokens/s offered to each cluster.

            {table}
            """;
        return new ReportSection(Name, "More silos", text)
        {
            Charts =
            [
                new BarChart
                {
                    Title = "CPU for a token",
                    XLabel = "silos",
                    YLabel = "µs",
                    Groups = [.. results.Keys.Select(silos => $"{silos}")],
                    Series =
                    [
                        new Series("silos", [.. results.Values.Select((result, index) => ((double)index, result.SiloUs))]),
                        new Series("with the client", [.. results.Values.Select((result, index) => ((double)index, result.SiloUs + result.ClientUs))]),
                    ],
                },
            ],
        };
    }
}
