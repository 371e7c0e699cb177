using RnnCluster.Abstractions.Sessions;
using RnnCluster.LiveStreams.Load;
using RnnCluster.LiveStreams.Processes;
using RnnCluster.LiveStreams.Report;
using RnnCluster.LiveStreams.Serving;
using RnnCluster.Reporting;

namespace RnnCluster.LiveStreams.Cases;

/// <summary>What it costs that sessions outlive their silo, which hosts the store itself.</summary>
internal sealed class DurabilityCase : IBenchCase
{
    private const int Sessions = 1_000;
    private const string Store = "embedded";

    // Each session is stored every two seconds: the store's code is called less often than that of an event, and is optimised later.
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(30);

    // Four rounds of checkpoints.
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(8);

    private static readonly SessionDurability[] Durabilities = [SessionDurability.None, SessionDurability.Interval, SessionDurability.EveryFrame];

    public string Name => "durability";

    public async Task<ReportSection> RunAsync(RunSettings settings)
    {
        settings = settings with { WarmUp = settings.WarmUp * (WarmUp / new RunSettings().WarmUp), Window = settings.Window * (Window / new RunSettings().Window) };
        using var models = new ModelFolder(LstmCase.HiddenSize);
        var load = new LoadPlan(settings.Sessions.FirstOrDefault(Sessions));
        var samples = new Samples<SessionDurability>();
        for (var repetition = 0; repetition < settings.Repetitions; repetition++)
        {
            foreach (var durability in Durabilities)
            {
                var data = Directory.CreateTempSubdirectory("rnn-live-streams-data-");
                try
                {
                    await using var cluster = await Cluster.StartAsync(new StoredRnnWorkload(models.Workload, Store, data.FullName, durability));
                    samples.Add(durability, await cluster.MeasureAsync(load, settings));
                }
                finally
                {
                    data.Delete(recursive: true);
                }
            }
        }

        return Section(samples.Medians(), load) with { OtherCores = samples.OtherCores };
    }

    private ReportSection Section(IReadOnlyDictionary<SessionDurability, Measurement> results, LoadPlan load)
    {
        var table = new MarkdownTable("durability", ">tokens/s", ">of none", ">median, ms", ">p99, ms", ">silo CPU, µs", ">client CPU, µs");
        var none = results[SessionDurability.None];
        foreach (var durability in Durabilities)
        {
            var one = results[durability];
            table.Add(
                $"{durability}",
                Number.Fixed(one.TokensPerSecond, 0),
                Number.Percent(one.TokensPerSecond / none.TokensPerSecond),
                Number.Significant(one.MedianMs),
                Number.Significant(one.P99Ms),
                Number.Significant(one.SiloUs),
                Number.Significant(one.ClientUs));
        }

        return new ReportSection(
            Name,
            "Durability",
            $"""
            RnnCluster, LSTM H {LstmCase.HiddenSize}, {Number.Fixed(load.Sessions, 0)} sessions, one token a frame, closed loop, measured after
            {Number.Fixed(WarmUp.TotalSeconds, 0)} seconds of load. One silo with the embedded store in its process: every record is acknowledged when it is in the append-only file. The store's work is in the silo's CPU.

            {table}
            """);
    }
}
