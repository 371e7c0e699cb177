using System.Runtime.CompilerServices;
using RnnCluster.Grains.Batching;
using RnnCluster.Recurrent.Networks;

namespace RnnCluster.Grains.Tests.Batching;

public sealed class ReadyQueuesTests
{
    [Fact]
    public void PutBack_NetworkThatNothingElseHoldsAnyMore_IsLetGoOf()
    {
        var queues = new ReadyQueues(new StepEngineOptions());
        var kept = TinyNetworks.Create(CellKind.Gru, seed: 1);
        Pass(queues, kept);

        var gone = PassOfAnother(queues);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        Assert.False(gone.IsAlive);
        Pass(queues, kept);
        GC.KeepAlive(queues);
    }

    [Fact]
    public void Drain_JobsOfSeveralNetworks_GivesAllOfThemOnce()
    {
        var queues = new ReadyQueues(new StepEngineOptions());
        var jobs = Enumerable.Range(0, 6).Select(number => TinyNetworks.Create(CellKind.Gru, seed: 1 + (number / 2)))
            .Select(network => new CountingJob(network, network.CreateState(), steps: 1)).ToList();
        jobs.ForEach(job => queues.Add(job));

        Assert.Equal(jobs, queues.Drain());
        Assert.Empty(queues.Drain());
        Assert.True(queues.IsEmpty);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference PassOfAnother(ReadyQueues queues)
    {
        var network = TinyNetworks.Create(CellKind.Gru, seed: 2);
        Pass(queues, network);
        return new WeakReference(network);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Pass(ReadyQueues queues, RecurrentNetwork network)
    {
        queues.Add(new CountingJob(network, network.CreateState(), steps: 1));
        var pass = queues.Take();
        Assert.Single(pass.Jobs);
        pass.Jobs.Clear();
        queues.PutBack(pass);
    }
}
