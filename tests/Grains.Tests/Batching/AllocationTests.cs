using RnnCluster.Grains.Batching;
using RnnCluster.Recurrent.Networks;

namespace RnnCluster.Grains.Tests.Batching;

/// <summary>A step that gives nothing out takes no memory, however it is taken.</summary>
public sealed class AllocationTests
{
    private const int Steps = 5_000;
    private const int WarmUpSteps = 1_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly RecurrentNetwork Lstm = TinyNetworks.Create(CellKind.Lstm, seed: 1);
    private static readonly RecurrentNetwork Gru = TinyNetworks.Create(CellKind.Gru, seed: 2);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    public async Task Run_LongJobs_AllocateNothingOnWorkers(int jobsOfEach)
    {
        using var engine = TestEngine.Create(workers: 1, batchLimit: 48);
        var meter = new QuietJob(Lstm, WarmUpSteps + Steps, WarmUpSteps);
        var others = Enumerable.Range(0, jobsOfEach).SelectMany(_ => new[] { Lstm, Gru })
            .Select(network => new QuietJob(network, long.MaxValue)).ToList();

        foreach (var job in others.Append(meter))
        {
            await engine.RunAsync(job);
        }

        await meter.Completion.WaitAsync(Patience, Cancellation);
        Assert.Equal(0, meter.AllocatedBytes);
    }

    [Fact]
    public async Task Run_OneStepOnAnIdleEngine_AllocatesNothingOnTheCaller()
    {
        using var engine = TestEngine.Create(callerRows: 1);
        var job = new QuietJob(Lstm, steps: 1);

        await TestEngine.OnThreadAsync(() => RunSteps(engine, job, WarmUpSteps));
        var allocated = await TestEngine.OnThreadAsync(() => RunSteps(engine, job, Steps));

        Assert.Equal(0, allocated);
    }

    private static long RunSteps(StepEngine engine, QuietJob job, int steps)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var step = 0; step < steps; step++)
        {
            Assert.True(engine.EnterAsync(CancellationToken.None).IsCompletedSuccessfully);
            engine.Run(job);
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    /// <summary>Takes steps and allocates nothing itself; counts what its thread allocates after a number of steps.</summary>
    private sealed class QuietJob(RecurrentNetwork network, long steps, long countFrom = -1) : StepJob(CancellationToken.None)
    {
        private static readonly float[] Input = [0.1f, -0.2f, 0.3f];

        private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly RecurrentState _state = TinyNetworks.State(network);

        public Task Completion => _completion.Task;

        public long AllocatedBytes { get; private set; }

        public override string Model => "quiet";

        public override StepNetwork Network => network;

        public override int Rows => 1;

        public override void Gather(RowBatch batch)
        {
            var rows = (StepBatch)batch;
            rows.SetFeatures(rows.Add(_state), Input);
        }

        public override bool Take(RowBatch batch, int first, StepScratch scratch)
        {
            ((StepBatch)batch).Scatter(first, _state);
            if (_state.Steps == countFrom)
            {
                AllocatedBytes = -GC.GetAllocatedBytesForCurrentThread();
            }

            if (_state.Steps < steps)
            {
                return true;
            }

            AllocatedBytes += GC.GetAllocatedBytesForCurrentThread();
            return false;
        }

        public override void Complete(Exception? failure) => _completion.TrySetResult();
    }
}
