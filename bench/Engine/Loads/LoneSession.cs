using RnnCluster.Grains.Batching;
using RnnCluster.Recurrent.Networks;
using RnnCluster.Reporting;

namespace RnnCluster.Engine.Loads;

/// <summary>One session that reads a token at a time, on an engine that has nothing else to do, against the kernel alone.</summary>
internal static class LoneSession
{
    // Steps of a batch read the weights from either end in turns, so each way has some in a row.
    private const int TurnSteps = 20;

    /// <summary>Medians, in microseconds, of steps taken in turns.</summary>
    public static async Task<Latency> MeasureAsync(StepEngine engine, RecurrentNetwork network, RunSettings settings)
    {
        var direct = new TokenSession(network, 0);
        var served = new TokenSession(network, 0);
        var batch = network.CreateBatch(1);
        var bareUs = new List<double>(settings.LatencySteps);
        var engineUs = new List<double>(settings.LatencySteps);
        while (bareUs.Count < settings.LatencySteps)
        {
            for (var step = 0; step < TurnSteps; step++)
            {
                var start = TimeProvider.System.GetTimestamp();
                batch.Clear();
                direct.Gather(batch);
                network.Step(batch);
                direct.Scatter(batch, 0);
                bareUs.Add(TimeProvider.System.GetElapsedTime(start).TotalMicroseconds);
            }

            for (var step = 0; step < TurnSteps; step++)
            {
                var start = TimeProvider.System.GetTimestamp();
                await engine.EnterAsync(CancellationToken.None);
                var frame = new TokenJob(served, tokens: 1);
                engine.Run(frame);
                await frame.Completion;
                engineUs.Add(TimeProvider.System.GetElapsedTime(start).TotalMicroseconds);
            }
        }

        return new Latency(Averages.Median(bareUs), Averages.Median(engineUs));
    }
}
