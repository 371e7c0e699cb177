using RnnCluster.Grains.Batching;
using RnnCluster.Recurrent.Networks;

namespace RnnCluster.Engine.Loads;

/// <summary>Every session sends frames of one token, each as soon as the one before is answered.</summary>
internal static class ShortFrames
{
    /// <summary>Tokens a second.</summary>
    public static async Task<double> MeasureAsync(StepEngine engine, RecurrentNetwork network, int sessions, RunSettings settings)
    {
        using var cancelling = new CancellationTokenSource();
        var all = Enumerable.Range(0, sessions).Select(index => new TokenSession(network, index)).ToList();
        var running = all.ConvertAll(session => Task.Run(() => SendAsync(engine, session, cancelling.Token)));
        var rate = await Rate.MeasureAsync(() => all.Sum(session => session.Steps), settings);
        await cancelling.CancelAsync();
        await Task.WhenAll(running);
        return rate;
    }

    private static async Task SendAsync(StepEngine engine, TokenSession session, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            await engine.EnterAsync(CancellationToken.None);
            var frame = new TokenJob(session, tokens: 1);
            engine.Run(frame);
            await frame.Completion;

            // A lone session would never leave its thread otherwise.
            await Task.Yield();
        }
    }
}
