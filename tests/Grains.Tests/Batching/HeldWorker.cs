using RnnCluster.Grains.Batching;
using RnnCluster.Recurrent.Networks;

namespace RnnCluster.Grains.Tests.Batching;

/// <summary>A worker in the middle of a pass of one job, until it is released.</summary>
internal sealed class HeldWorker
{
    private static readonly RecurrentNetwork Network = TinyNetworks.Create(CellKind.Gru, seed: 2);

    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Holds one of the engine's workers; it is held when this returns.</summary>
    public static async Task<HeldWorker> HoldAsync(StepEngine engine)
    {
        var held = new HeldWorker();
        await engine.RunAsync(new CountingJob(Network, TinyNetworks.State(Network), 1)
        {
            AfterStep = _ =>
            {
                held._started.SetResult();
                held._released.Task.Wait(TestContext.Current.CancellationToken);
            },
        });
        await held._started.Task.WaitAsync(TestContext.Current.CancellationToken);
        return held;
    }

    public void Release() => _released.SetResult();
}
