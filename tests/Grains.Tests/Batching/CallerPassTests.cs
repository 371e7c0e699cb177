using RnnCluster.Recurrent.Networks;

namespace RnnCluster.Grains.Tests.Batching;

/// <summary>Steps that the thread which brings a job takes itself.</summary>
public sealed class CallerPassTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly RecurrentNetwork Lstm = TinyNetworks.Create(CellKind.Lstm, seed: 1);
    private static readonly RecurrentNetwork Gru = TinyNetworks.Create(CellKind.Gru, seed: 2);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_OneStepOnAnIdleEngine_IsOverWhenItReturns()
    {
        using var engine = TestEngine.Create(callerRows: 1);
        var state = TinyNetworks.State(Lstm);
        for (var frame = 0; frame < 3; frame++)
        {
            var threads = new List<int>();
            var job = new CountingJob(Lstm, state, 1) { AfterStep = _ => threads.Add(Environment.CurrentManagedThreadId) };

            var caller = await engine.RunFromThreadAsync(job);

            Assert.True(job.Completion.IsCompletedSuccessfully);
            Assert.Equal([caller], threads);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(50)]
    public async Task Run_OnCallersThread_GivesBitsOfWorkers(int steps)
    {
        using var withCallers = TestEngine.Create(callerRows: 1);
        using var workersOnly = TestEngine.Create(callerRows: 0);
        var first = new CountingJob(Lstm, TinyNetworks.State(Lstm, seed: 3), steps);
        var second = new CountingJob(Lstm, TinyNetworks.State(Lstm, seed: 3), steps);

        await withCallers.RunFromThreadAsync(first);
        await workersOnly.RunAsync(second);
        await Task.WhenAll(first.Completion, second.Completion).WaitAsync(Patience, Cancellation);

        Assert.Equal(second.Logits, first.Logits);
        Assert.Equal(second.State.Values, first.State.Values);
    }

    [Fact]
    public async Task Run_ManySteps_LeavesAllButTheFirstToWorkers()
    {
        using var engine = TestEngine.Create(callerRows: 1);
        var threads = new List<int>();
        var job = new CountingJob(Lstm, TinyNetworks.State(Lstm), 20) { AfterStep = _ => threads.Add(Environment.CurrentManagedThreadId) };

        var caller = await engine.RunFromThreadAsync(job);
        await job.Completion.WaitAsync(Patience, Cancellation);

        Assert.Equal(caller, threads[0]);
        Assert.DoesNotContain(caller, threads[1..]);
    }

    [Fact]
    public async Task Run_WhileACallerTakesItsStep_IsTakenByAWorker()
    {
        using var engine = TestEngine.Create(workers: 1, callerRows: 1);
        using var gate = new SemaphoreSlim(0);
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var held = new CountingJob(Lstm, TinyNetworks.State(Lstm), 1)
        {
            AfterStep = _ =>
            {
                started.SetResult();
                gate.Wait(Cancellation);
            },
        };
        var caller = engine.RunFromThreadAsync(held);
        await started.Task.WaitAsync(Patience, Cancellation);

        // The caller's step is not over; the only worker does not wait for it.
        var others = Enumerable.Range(1, 10).Select(seed => new CountingJob(Lstm, TinyNetworks.State(Lstm, seed), 10)).ToList();
        foreach (var job in others)
        {
            await engine.RunAsync(job);
        }

        await Task.WhenAll(others.Select(job => job.Completion)).WaitAsync(Patience, Cancellation);
        Assert.False(held.Completion.IsCompleted);
        gate.Release();
        await caller.WaitAsync(Patience, Cancellation);
        Assert.True(held.Completion.IsCompletedSuccessfully);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_ThrowingJob_FailsAndTheEngineGoesOn(bool before)
    {
        using var engine = TestEngine.Create(callerRows: 1, jobsLimit: 1, jobWaitMs: 0);
        var fault = new InvalidOperationException("as the test wants it");
        var bad = new CountingJob(Gru, TinyNetworks.State(Gru), 1)
        {
            BeforeStep = before ? _ => throw fault : null,
            AfterStep = before ? null : _ => throw fault,
        };
        var good = new CountingJob(Gru, TinyNetworks.State(Gru), 1);

        await engine.RunFromThreadAsync(bad);
        await engine.RunFromThreadAsync(good);

        Assert.Same(fault, await Assert.ThrowsAsync<InvalidOperationException>(() => bad.Completion));
        Assert.True(good.Completion.IsCompletedSuccessfully);
        Assert.Equal(CountingJob.Alone(Gru, TinyNetworks.State(Gru), 1), good.Logits);
    }

    [Fact]
    public async Task Run_CancelledBefore_TakesNoStep()
    {
        using var engine = TestEngine.Create(callerRows: 1);
        using var cancelling = new CancellationTokenSource();
        await cancelling.CancelAsync();
        var job = new CountingJob(Lstm, TinyNetworks.State(Lstm), 1, cancelling.Token);

        await engine.RunFromThreadAsync(job);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => job.Completion);
        Assert.Empty(job.Logits);
    }

    [Fact]
    public async Task Dispose_WhileACallerTakesItsStep_WaitsForItAndFailsTheRest()
    {
        var engine = TestEngine.Create(callerRows: 1);
        using var gate = new SemaphoreSlim(0);
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var job = new CountingJob(Lstm, TinyNetworks.State(Lstm), int.MaxValue)
        {
            AfterStep = step =>
            {
                if (step == 1)
                {
                    started.SetResult();
                    gate.Wait(Cancellation);
                }
            },
        };
        var queued = new CountingJob(Gru, TinyNetworks.State(Gru), int.MaxValue);
        var caller = engine.RunFromThreadAsync(job);
        await started.Task.WaitAsync(Patience, Cancellation);
        await engine.RunAsync(queued);

        var disposing = Task.Run(engine.Dispose, Cancellation);

        // Its workers end, and it waits for the caller.
        await Assert.ThrowsAsync<TimeoutException>(() => disposing.WaitAsync(TimeSpan.FromMilliseconds(50), Cancellation));
        gate.Release();
        await Task.WhenAll(caller, disposing).WaitAsync(Patience, Cancellation);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => job.Completion);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => queued.Completion);
        Assert.NotEmpty(job.Logits);
    }
}
