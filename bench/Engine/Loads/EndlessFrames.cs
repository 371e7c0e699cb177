using RnnCluster.Grains.Batching;
using RnnCluster.Recurrent.Networks;

namespace RnnCluster.Engine.Loads;

/// <summary>Every session has one frame of endless length.</summary>
internal static class EndlessFrames
{
    /// <summary>Tokens a second.</summary>
    public static async Task<double> MeasureAsync(StepEngine engine, RecurrentNetwork network, int sessions, RunSettings settings)
    {
        using var cancelling = new CancellationTokenSource();
        var all = Enumerable.Range(0, sessions).Select(index => new TokenSession(network, index)).ToList();
        var jobs = all.ConvertAll(session => new TokenJob(session, long.MaxValue / 2, cancelling.Token));
        foreach (var job in jobs)
        {
            await engine.EnterAsync(CancellationToken.None);
            engine.Run(job);
        }

        var rate = await Rate.MeasureAsync(() => all.Sum(session => session.Steps), settings);
        await cancelling.CancelAsync();
        await Task.WhenAll(jobs.Select(job => job.Completion));
        return rate;
    }
}
