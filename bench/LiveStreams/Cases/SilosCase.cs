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
    private const double FramesPerSecond = 20_000;

    // A cluster that answers less than is offered falls behind, one that answers more had fallen behind: no figures to compare.
    private const double RateTolerance = 0.02;

    private const int WarmUpFactor = 2;
    private const int SettlingDivisor = 5;
    private const int WindowFactor = 2;

    private static readonly int[] AllSiloCounts = [1, 2, 4];

    public string Name => "silos";

    public async Task<ReportSection> RunAsync(RunSettings settings)
    {
        using var models = new ModelFolder(LstmCase.HiddenSize);
        var siloCounts = settings.Silos is { Count: > 0 } chosen ? chosen : AllSiloCounts;
        var full = new LoadPlan(settings.Sessions.FirstOrDefault(Sessions));
        var offered = full with { Rate = settings.Rate ?? FramesPerSecond };
        var samples = new Samples<(LoadPlan Load, int Silos)>();
        var clusters = new List<(int Silos, Cluster Cluster)>();
        try
        {
            foreach (var silos in siloCounts)
            {
                var cluster = await Cluster.StartAsync(models.Workload, silos);
                clusters.Add((silos, cluster));

                // Each process has its own compiler to wait for, on the same cores.
                await cluster.WarmUpAsync(full, settings with { WarmUp = WarmUpFactor * silos * settings.WarmUp });
            }

            // The machine's speed changes from minute to minute: all clusters stay, idle but for the one whose turn it is.
            var turns = settings with { WarmUp = settings.WarmUp / SettlingDivisor, Window = WindowFactor * settings.Window };
            for (var repetition = 0; repetition < settings.Repetitions; repetition++)
            {
                foreach (var load in new[] { full, offered })
                {
                    foreach (var (silos, cluster) in clusters)
                    {
                        samples.Add((load, silos), await cluster.MeasureAsync(load, turns));
                    }
                }
            }
        }
        finally
        {
            foreach (var (_, cluster) in clusters)
            {
                await cluster.DisposeAsync();
            }
        }

        return Section(new Results(samples.Medians(), siloCounts), full, offered) with { OtherCores = samples.OtherCores };
    }

    private ReportSection Section(Results results, LoadPlan full, LoadPlan offered)
    {
        var text = $"""
            CPU for a token when {Number.Fixed(full.Sessions, 0)} sessions of an LSTM H {LstmCase.HiddenSize} are spread over silos of one machine. One token a
            frame. All clusters are started and warmed up first and stay, idle but for the one whose turn it is.
            At full load, a closed loop with one frame under way in each session:

            {Table(results, full)}

            With {Number.Fixed(offered.Rate!.Value, 0)} tokens/s offered to each cluster (open loop), which more silos serve in smaller batches:

            {Table(results, offered)}
            """;
        return new ReportSection(Name, "More silos", text)
        {
            Charts =
            [
                new BarChart
                {
                    Title = "CPU for a token, silos and client",
                    XLabel = "silos",
                    YLabel = "µs",
                    Groups = [.. results.SiloCounts.Select(silos => $"{silos}")],
                    Series = [Bars("full load", results, full), Bars("fixed rate", results, offered)],
                },
            ],
        };
    }

    private static MarkdownTable Table(Results results, LoadPlan load)
    {
        var table = new MarkdownTable(
            ">silos", ">tokens/s", ">median, ms", ">p99, ms", ">silos, µs", ">with the client, µs", ">growth", ">growth with the client");
        var one = results.Of[(load, results.SiloCounts[0])];
        foreach (var silos in results.SiloCounts)
        {
            var result = results.Of[(load, silos)];
            table.Add(
                Number.Fixed(silos, 0),
                Number.Fixed(result.TokensPerSecond, 0) + (HasKeptUp(result, load) ? "" : " (does not keep up)"),
                Number.Significant(result.MedianMs),
                Number.Significant(result.P99Ms),
                Number.Significant(result.SiloUs),
                Number.Significant(TotalUs(result)),
                Number.Percent(result.SiloUs / one.SiloUs - 1),
                Number.Percent(TotalUs(result) / TotalUs(one) - 1));
        }

        return table;
    }

    private static Series Bars(string name, Results results, LoadPlan load) =>
        new(name, [.. results.SiloCounts.Select((silos, index) => ((double)index, TotalUs(results.Of[(load, silos)])))]);

    private static double TotalUs(Measurement result) => result.SiloUs + result.ClientUs;

    private static bool HasKeptUp(Measurement result, LoadPlan load) =>
        load.Rate is not { } rate || Math.Abs(result.FramesPerSecond / rate - 1) <= RateTolerance;

    private sealed record Results(IReadOnlyDictionary<(LoadPlan Load, int Silos), Measurement> Of, IReadOnlyList<int> SiloCounts);
}
