using RnnCluster.Engine.Loads;
using RnnCluster.Reporting;

namespace RnnCluster.Engine;

/// <summary>Measures everything in turns, repetition after repetition.</summary>
internal static class EngineRun
{
    public static async Task<EngineResult> MeasureAsync(RunSettings settings)
    {
        var network = TokenNetwork.Create();
        using var batching = Engines.Create();
        using var single = Engines.Create(batchLimit: 1);
        var long1 = new Samples();
        var longAll = new Samples();
        var short1 = new Samples();
        var shortAll = new Samples();
        var kernel = new Samples();
        var latencies = new List<LoneSession.Latency>();
        await LoneSession.MeasureAsync(batching, network, settings);
        for (var repetition = 0; repetition < settings.Repetitions; repetition++)
        {
            latencies.Add(await LoneSession.MeasureAsync(batching, network, settings));
            foreach (var rows in settings.KernelBatches)
            {
                kernel.Add(rows, await KernelAlone.MeasureAsync(network, rows, settings));
            }

            foreach (var sessions in settings.SessionCounts)
            {
                longAll.Add(sessions, await LongJobs.MeasureAsync(batching, network, sessions, settings));
                long1.Add(sessions, await LongJobs.MeasureAsync(single, network, sessions, settings));
                shortAll.Add(sessions, await ShortFrames.MeasureAsync(batching, network, sessions, settings));
                short1.Add(sessions, await ShortFrames.MeasureAsync(single, network, sessions, settings));
            }
        }

        return new EngineResult(
            [.. settings.SessionCounts.Select(sessions => new LoadResult(
                sessions, longAll.Median(sessions), long1.Median(sessions), shortAll.Median(sessions), short1.Median(sessions)))],
            [.. settings.KernelBatches.Select(rows => (rows, kernel.Median(rows)))],
            new LoneSession.Latency(
                Averages.Median(latencies.Select(latency => latency.BareUs)),
                Averages.Median(latencies.Select(latency => latency.EngineUs))));
    }
}
