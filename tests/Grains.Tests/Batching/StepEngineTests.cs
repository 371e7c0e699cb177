using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Recurrent.Networks;

namespace RnnCluster.Grains.Tests.Batching;

public sealed class StepEngineTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly RecurrentNetwork Lstm = TinyNetworks.Create(CellKind.Lstm, seed: 1);
    private static readonly RecurrentNetwork Gru = TinyNetworks.Create(CellKind.Gru, seed: 2);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1, 128)]
    [InlineData(1, 7)]
    [InlineData(3, 5)]
    [InlineData(4, 64)]
    public async Task Run_ManyJobsOfManyLengthsAndModels_GivesEachItsBitsAlone(int workers, int batchLimit)
    {
        using var engine = TestEngine.Create(workers, batchLimit);
        var jobs = Enumerable.Range(0, 300)
            .Select(index => (Index: index, Network: index % 3 == 0 ? Gru : Lstm, Steps: 1 + (index * 37 % 90)))
            .Select(job => (job.Index, job.Steps, Job: new CountingJob(job.Network, TinyNetworks.State(job.Network, job.Index), job.Steps)))
            .ToList();

        foreach (var (_, _, job) in jobs)
        {
            await engine.RunAsync(job);
        }

        await Task.WhenAll(jobs.Select(job => job.Job.Completion)).WaitAsync(Patience, Cancellation);
        foreach (var (index, steps, job) in jobs)
        {
            var state = TinyNetworks.State(job.Network, index);
            Assert.Equal(CountingJob.Alone(job.Network, state, steps), job.Logits);
            Assert.Equal(state.Values, job.State.Values);
            Assert.Equal(steps, job.State.Steps);
        }
    }

    [Fact]
    public async Task Run_AmongAThousandOthers_GivesBitsOfAlone()
    {
        using var engine = TestEngine.Create(workers: 2);
        var others = Enumerable.Range(1, 1_000).Select(seed => new CountingJob(Lstm, TinyNetworks.State(Lstm, seed), 40)).ToList();
        var one = new CountingJob(Lstm, TinyNetworks.State(Lstm), 40);

        foreach (var job in others[..500].Append(one).Concat(others[500..]))
        {
            await engine.RunAsync(job);
        }

        await Task.WhenAll(others.Append(one).Select(job => job.Completion)).WaitAsync(Patience, Cancellation);
        Assert.Equal(CountingJob.Alone(Lstm, TinyNetworks.State(Lstm), 40), one.Logits);
    }

    [Fact]
    public async Task Run_BesideTenThousandSteps_WaitsNoMoreThanAPassForEachStep()
    {
        using var engine = TestEngine.Create(workers: 1);
        var longSteps = 0;
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var joined = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var crowd = new CountingJob(Lstm, TinyNetworks.State(Lstm), 10_000)
        {
            AfterStep = step =>
            {
                longSteps = step;
                if (step == 100)
                {
                    joined.SetResult();
                    gate.Task.Wait(Cancellation);
                }
            },
        };
        var seen = new List<int>();
        var late = new CountingJob(Lstm, TinyNetworks.State(Lstm), 20) { AfterStep = _ => seen.Add(longSteps) };

        await engine.RunAsync(crowd);
        await joined.Task.WaitAsync(Patience, Cancellation);
        await engine.RunAsync(late);
        gate.SetResult();
        await late.Completion.WaitAsync(Patience, Cancellation);

        // The long job was in step 100 when the other came; from then on both move by one step a pass.
        Assert.Equal(Enumerable.Range(0, 20), seen.Select(step => step - seen[0]));
        Assert.InRange(seen[0], 100, 101);
        await crowd.Completion.WaitAsync(Patience, Cancellation);
    }

    [Fact]
    public async Task Run_MoreJobsThanABatchHolds_AllTakeTurns()
    {
        using var engine = TestEngine.Create(workers: 1, batchLimit: 4);
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var order = new List<int>();
        var blocker = new CountingJob(Gru, TinyNetworks.State(Gru), 1) { AfterStep = _ => gate.Task.Wait(Cancellation) };
        var jobs = Enumerable.Range(0, 10)
            .Select(index => new CountingJob(Lstm, TinyNetworks.State(Lstm), 3) { AfterStep = _ => order.Add(index) }).ToList();

        await engine.RunAsync(blocker);
        foreach (var job in jobs)
        {
            await engine.RunAsync(job);
        }

        gate.SetResult();
        await Task.WhenAll(jobs.Select(job => job.Completion)).WaitAsync(Patience, Cancellation);

        Assert.Equal(Enumerable.Range(0, 30).Select(turn => turn % 10), order);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_ThrowingJob_FailsAlone(bool before)
    {
        using var engine = TestEngine.Create(workers: 1);
        var fault = new InvalidOperationException("as the test wants it");
        Action<int> throwing = step => { if (step == 3) { throw fault; } };
        var bad = new CountingJob(Lstm, TinyNetworks.State(Lstm), 10)
        {
            BeforeStep = before ? throwing : null,
            AfterStep = before ? null : throwing,
        };
        var good = Enumerable.Range(1, 20).Select(seed => new CountingJob(Lstm, TinyNetworks.State(Lstm, seed), 30)).ToList();

        foreach (var job in good[..10].Append(bad).Concat(good[10..]))
        {
            await engine.RunAsync(job);
        }

        Assert.Same(fault, await Assert.ThrowsAsync<InvalidOperationException>(() => bad.Completion.WaitAsync(Patience, Cancellation)));
        await Task.WhenAll(good.Select(job => job.Completion)).WaitAsync(Patience, Cancellation);
        Assert.Equal(3, bad.Logits.Count);
        Assert.All(good, (job, index) =>
            Assert.Equal(CountingJob.Alone(Lstm, TinyNetworks.State(Lstm, index + 1), 30), job.Logits));
    }

    [Fact]
    public async Task Run_CancelledBetweenPasses_TakesNoFurtherStep()
    {
        using var engine = TestEngine.Create(workers: 1);
        using var cancelling = new CancellationTokenSource();
        var job = new CountingJob(Lstm, TinyNetworks.State(Lstm), 1_000_000, cancelling.Token)
        {
            AfterStep = step => { if (step == 5) { cancelling.Cancel(); } },
        };

        await engine.RunAsync(job);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => job.Completion.WaitAsync(Patience, Cancellation));
        Assert.Equal(5, job.Logits.Count);
        Assert.Equal(5, job.State.Steps);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    public async Task Enter_FullForTheWholeWait_ThrowsOverloadedAndLosesNothing(int jobWaitMs)
    {
        using var engine = TestEngine.Create(workers: 1, jobsLimit: 1, jobWaitMs: jobWaitMs);
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var holding = new CountingJob(Lstm, TinyNetworks.State(Lstm), 3) { AfterStep = _ => gate.Task.Wait(Cancellation) };
        await engine.RunAsync(holding);

        var exception = await Assert.ThrowsAsync<SessionException>(() => engine.EnterAsync(Cancellation));

        Assert.Equal(ErrorCodes.Overloaded, exception.Code);
        Assert.Equal($"the step engine held 1 jobs, as many as it may, for {jobWaitMs} ms; try again later", exception.Message);
        gate.SetResult();
        await holding.Completion.WaitAsync(Patience, Cancellation);
        Assert.Equal(3, holding.Logits.Count);
    }

    [Fact]
    public async Task Enter_RightAfterTheLastJobEnded_FindsItsPlaceFree()
    {
        using var engine = TestEngine.Create(workers: 1, jobsLimit: 1, jobWaitMs: 0);
        for (var round = 0; round < 2_000; round++)
        {
            var job = new CountingJob(Lstm, TinyNetworks.State(Lstm), 1);
            await engine.RunAsync(job);
            await job.Completion.WaitAsync(Patience, Cancellation);
        }
    }

    [Fact]
    public async Task Enter_CancelledWhileWaiting_TakesNoPlace()
    {
        using var engine = TestEngine.Create(workers: 1, jobsLimit: 1);
        using var cancelling = new CancellationTokenSource();
        await engine.EnterAsync(Cancellation);

        var waiting = engine.EnterAsync(cancelling.Token);
        await cancelling.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        engine.Leave();

        Assert.True(engine.EnterAsync(Cancellation).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Run_LoneJobs_TakesAPassForEachStep()
    {
        using var meter = new EngineMeter();
        var engine = TestEngine.Create(meter: meter);
        var first = new CountingJob(Lstm, TinyNetworks.State(Lstm), 10);
        var second = new CountingJob(Gru, TinyNetworks.State(Gru), 5);
        await engine.RunAsync(first);
        await first.Completion.WaitAsync(Patience, Cancellation);
        await engine.RunAsync(second);
        await second.Completion.WaitAsync(Patience, Cancellation);
        engine.Dispose();

        Assert.Equal((15, 15), (meter.Passes, meter.Rows));
    }

    [Fact]
    public async Task Run_StateOfAnotherNetwork_FailsAlone()
    {
        using var engine = TestEngine.Create(workers: 1);
        var foreign = new CountingJob(Gru, TinyNetworks.State(Lstm), 3);
        var good = new CountingJob(Gru, TinyNetworks.State(Gru), 3);

        await engine.RunAsync(foreign);
        await engine.RunAsync(good);

        await Assert.ThrowsAsync<ArgumentException>(() => foreign.Completion.WaitAsync(Patience, Cancellation));
        await good.Completion.WaitAsync(Patience, Cancellation);
        Assert.Equal(CountingJob.Alone(Gru, TinyNetworks.State(Gru), 3), good.Logits);
    }

    [Fact]
    public async Task Dispose_WithQueuedRunningAndWaitingJobs_FailsAllOfThem()
    {
        var engine = TestEngine.Create(workers: 1, batchLimit: 2, jobsLimit: 20);
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var jobs = Enumerable.Range(0, 20).Select(index => index % 2 == 0 ? Lstm : Gru).Select(
            network => new CountingJob(network, TinyNetworks.State(network), int.MaxValue)
            {
                AfterStep = _ => started.TrySetResult(),
            }).ToList();
        foreach (var job in jobs)
        {
            await engine.RunAsync(job);
        }

        var late = Enumerable.Range(0, 5).Select(async _ =>
        {
            var job = new CountingJob(Lstm, TinyNetworks.State(Lstm), 1);
            await engine.RunAsync(job);
            await job.Completion;
        }).ToList();
        await started.Task.WaitAsync(Patience, Cancellation);

        engine.Dispose();

        foreach (var completion in jobs.Select(job => job.Completion).Concat(late))
        {
            await Assert.ThrowsAsync<ObjectDisposedException>(() => completion.WaitAsync(Patience, Cancellation));
        }
    }
}
