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

    // Each session is stored every two seconds: the store's code is called less often than that of an event, and is optimised later. After
    // half a minute the compiler still takes a fourteenth of the silo's time.
    private const int WarmUps = 9;

    // Four rounds of checkpoints.
    private const int Windows = 2;

    private static readonly SessionDurability[] Durabilities = [SessionDurability.None, SessionDurability.Interval, SessionDurability.EveryFrame];

    public string Name => "durability";

    public async Task<ReportSection> RunAsync(RunSettings settings)
    {
        settings = settings with { WarmUp = WarmUps * settings.WarmUp, Window = Windows * settings.Window };
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

        return Section(samples.Medians(), load, settings) with { OtherCores = samples.OtherCores };
    }

    private ReportSection Section(IReadOnlyDictionary<SessionDurability, Measurement> results, LoadPlan load, RunSettings settings)
    {
        return new ReportSection(
            Name,
            "Durability",
            $"""
            RnnCluster, LSTM H {LstmCase.HiddenSize}, {Number.Fixed(load.Sessions, 0)} sessions, one token a frame, closed loop, measured after
            {Number.Fixed(settings.WarmUp.TotalSeconds, 0)} seconds of load. One silo with the embedded store in its process: every record is acknowledged when it is in the append-only file. The store's work is in the silo's CPU.

            {MeasurementTable.OfShares("durability", [.. Durabilities.Select(durability => ($"{durability}", results[durability]))])}
            """);
    }
}
