using RnnCluster.Recurrent.Networks;

namespace RnnCluster.Engine.Loads;

/// <summary>Threads that step a full batch again and again: no engine, no gather, no scatter.</summary>
internal static class KernelAlone
{
    /// <summary>Rows a second of all threads.</summary>
    public static async Task<double> MeasureAsync(RecurrentNetwork network, int rows, RunSettings settings)
    {
        var steps = new long[RunSettings.Threads];
        using var cancelling = new CancellationTokenSource();
        var threads = Enumerable.Range(0, RunSettings.Threads).Select(index =>
        {
            var thread = new Thread(() => Step(network, rows, index, steps, cancelling.Token));
            thread.Start();
            return thread;
        }).ToList();
        var rate = await Rate.MeasureAsync(() => steps.Sum(), settings);
        await cancelling.CancelAsync();
        threads.ForEach(thread => thread.Join());
        return rate * rows;
    }

    private static void Step(RecurrentNetwork network, int rows, int thread, long[] steps, CancellationToken cancellation)
    {
        var batch = network.CreateBatch(rows);
        for (var row = 0; row < rows; row++)
        {
            new TokenSession(network, thread * rows + row).Gather(batch);
        }

        while (!cancellation.IsCancellationRequested)
        {
            network.Step(batch);
            steps[thread]++;
        }
    }
}
