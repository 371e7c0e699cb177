using RnnCluster.Grains.Batching;
using RnnCluster.Recurrent.Networks;

namespace RnnCluster.Grains.Tests.Batching;

/// <summary>Who takes part in which pass.</summary>
public sealed class SharingTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly RecurrentNetwork Lstm = TinyNetworks.Create(CellKind.Lstm, seed: 1);
    private static readonly RecurrentNetwork Gru = TinyNetworks.Create(CellKind.Gru, seed: 2);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Run_OneStepJobsBesideTenThousandSteps_AreOverOnePassLater(int callerRows)
    {
        using var engine = TestEngine.Create(workers: 1, callerRows: callerRows);
        var longSteps = 0;
        var delays = new List<int>();
        var shortJobs = new List<Task>();
        var crowd = new CountingJob(Lstm, TinyNetworks.State(Lstm), 10_000)
        {
            AfterStep = step =>
            {
                longSteps = step;
                if (step is >= 100 and < 9_000 && step % 10 == 0)
                {
                    shortJobs.AddRange(Enumerable.Range(1, 5).Select(seed => Hand(engine, seed, () => delays.Add(longSteps - step))));
                }
            },
        };

        await engine.RunAsync(crowd);
        await crowd.Completion.WaitAsync(Patience, Cancellation);
        await Task.WhenAll(shortJobs).WaitAsync(Patience, Cancellation);

        // Handed over in the middle of a pass: with the long job's next step they are over.
        Assert.Equal(5 * 890, delays.Count);
        Assert.All(delays, delay => Assert.InRange(delay, 0, 1));
    }

    [Fact]
    public async Task Run_JobsOfManyLengths_LeaveTheBatchOneByOneAndOthersJoin()
    {
        using var meter = new EngineMeter();
        using var engine = TestEngine.Create(workers: 1, meter: meter);
        var joining = new CountingJob(Lstm, TinyNetworks.State(Lstm, seed: 9), 2);
        var jobs = Enumerable.Range(1, 5).Select(steps => new CountingJob(Lstm, TinyNetworks.State(Lstm, steps), steps)
        {
            AfterStep = step =>
            {
                if (steps == 5 && step == 3)
                {
                    Hand(engine, joining);
                }
            },
        }).ToList();
        var held = await HeldWorker.HoldAsync(engine);
        foreach (var job in jobs)
        {
            await engine.RunAsync(job);
        }

        held.Release();
        await Task.WhenAll(jobs.Append(joining).Select(job => job.Completion)).WaitAsync(Patience, Cancellation);
        engine.Dispose();

        Assert.Equal([1, 5, 4, 3, 2 + 1, 1 + 1], meter.Of("rnncluster.engine.batch_size").Select(measured => measured.Value));
    }

    [Fact]
    public async Task Run_CrowdOfOneNetwork_LetsAnotherNetworkHaveEverySecondPass()
    {
        using var engine = TestEngine.Create(workers: 1, batchLimit: 4);
        var passes = new List<string>();
        var held = await HeldWorker.HoldAsync(engine);
        for (var seed = 0; seed < 40; seed++)
        {
            await engine.RunAsync(new CountingJob(Lstm, TinyNetworks.State(Lstm, seed), 1) { AfterStep = _ => passes.Add("crowd") });
        }

        var lone = new CountingJob(Gru, TinyNetworks.State(Gru), 5) { AfterStep = _ => passes.Add("lone") };
        await engine.RunAsync(lone);
        held.Release();
        await lone.Completion.WaitAsync(Patience, Cancellation);

        string[] round = ["crowd", "crowd", "crowd", "crowd", "lone"];
        Assert.Equal(Enumerable.Repeat(round, 5).SelectMany(pass => pass), passes.Take(25));
    }

    [Fact]
    public async Task Run_TwoWorkers_SplitTheRowsInHalves()
    {
        using var meter = new EngineMeter();
        using var engine = TestEngine.Create(workers: 2, meter: meter);
        using var both = new Barrier(2);
        HeldWorker[] held = [await HeldWorker.HoldAsync(engine), await HeldWorker.HoldAsync(engine)];

        // The first job of each half waits for the other: neither worker goes on before both have begun.
        var jobs = Enumerable.Range(0, 24).Select(index => new CountingJob(Lstm, TinyNetworks.State(Lstm, index), 1)
        {
            BeforeStep = _ => Assert.True(index % 12 != 0 || both.SignalAndWait(Patience, Cancellation)),
        }).ToList();
        foreach (var job in jobs)
        {
            await engine.RunAsync(job);
        }

        Array.ForEach(held, worker => worker.Release());
        await Task.WhenAll(jobs.Select(job => job.Completion)).WaitAsync(Patience, Cancellation);
        engine.Dispose();

        Assert.Equal([12, 12], meter.Of("rnncluster.engine.batch_size").Select(measured => measured.Value).Where(rows => rows > 1));
    }

    [Fact]
    public async Task Run_CancelledWhileItWaits_LeavesWithTheNextPassAndTheOthersGoOn()
    {
        using var meter = new EngineMeter();
        using var engine = TestEngine.Create(workers: 1, meter: meter);
        using var cancelling = new CancellationTokenSource();
        var held = await HeldWorker.HoldAsync(engine);
        var cancelled = new CountingJob(Lstm, TinyNetworks.State(Lstm, seed: 1), 100, cancelling.Token);
        var other = new CountingJob(Lstm, TinyNetworks.State(Lstm, seed: 2), 2);
        await engine.RunAsync(cancelled);
        await engine.RunAsync(other);

        await cancelling.CancelAsync();
        held.Release();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled.Completion.WaitAsync(Patience, Cancellation));
        await other.Completion.WaitAsync(Patience, Cancellation);
        engine.Dispose();
        Assert.Empty(cancelled.Logits);
        Assert.Equal(CountingJob.Alone(Lstm, TinyNetworks.State(Lstm, seed: 2), 2), other.Logits);
        Assert.Equal([1, 1, 1], meter.Of("rnncluster.engine.batch_size").Select(measured => measured.Value));
    }

    private static Task Hand(StepEngine engine, int seed, Action over) =>
        Hand(engine, new CountingJob(Lstm, TinyNetworks.State(Lstm, seed), 1) { AfterStep = _ => over() });

    private static Task Hand(StepEngine engine, CountingJob job)
    {
        Assert.True(engine.EnterAsync(CancellationToken.None).IsCompletedSuccessfully);
        engine.Run(job);
        return job.Completion;
    }
}
