using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RnnCluster.Grains.Batching;
using RnnCluster.Recurrent.Networks;

namespace RnnCluster.Grains.Tests.Batching;

/// <summary>What stands around the engine fails: the log, a listener of its metrics, a job at its end. The sessions go on.</summary>
public sealed class FaultyHostTests
{
    private static readonly RecurrentNetwork Network = TinyNetworks.Create(CellKind.Gru, seed: 1);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Run_LogFailsWithAJob_TheOthersGoOn(int callerRows)
    {
        using var engine = Create(callerRows, new EngineMeter("none"));
        var failing = new CountingJob(Network, Network.CreateState(), steps: 5)
        {
            AfterStep = _ => throw new InvalidOperationException("for the test"),
        };

        await engine.RunAsync(failing);
        await Assert.ThrowsAsync<InvalidOperationException>(() => failing.Completion);

        await AssertSteps(engine);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Run_ListenerFails_TheOthersGoOn(int callerRows)
    {
        using var meter = new EngineMeter("faulty");
        var own = meter.Create(new MeterOptions("RnnCluster"));
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter == own)
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<int>((_, _, _, _) => throw new InvalidOperationException("for the test"));
        listener.Start();
        using var engine = Create(callerRows, meter);

        await AssertSteps(engine);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Run_JobFailsAtItsEnd_GivesItsPlaceBackOnce(int callerRows)
    {
        using var engine = Create(callerRows, new EngineMeter("none"), jobsLimit: 1);

        await engine.RunAsync(new UnendingJob(Network));

        await AssertSteps(engine);
        await AssertSteps(engine);
    }

    private static async Task AssertSteps(StepEngine engine)
    {
        var job = new CountingJob(Network, Network.CreateState(), steps: 5);
        await engine.RunAsync(job);
        await job.Completion;

        Assert.Equal(5, job.Logits.Count);
    }

    private static StepEngine Create(int callerRows, EngineMeter meter, int jobsLimit = 10) => new(
        Options.Create(new StepEngineOptions { Workers = 1, CallerRows = callerRows, JobsLimit = jobsLimit }),
        new StepEngineMetrics(meter, TimeProvider.System),
        new FaultyLogger());

    /// <summary>A job of one step that cannot take in how it ended.</summary>
    private sealed class UnendingJob(RecurrentNetwork network) : StepJob(CancellationToken.None)
    {
        private readonly RecurrentState _state = network.CreateState();

        public override string Model => "unending";

        public override StepNetwork Network => network;

        public override int Rows => 1;

        public override void Gather(RowBatch batch)
        {
            var rows = (StepBatch)batch;
            rows.SetFeatures(rows.Add(_state), new float[network.Shape.FeatureSize]);
        }

        public override bool Take(RowBatch batch, int first, StepScratch scratch) => false;

        public override void Complete(Exception? failure)
        {
            if (failure is null)
            {
                throw new InvalidOperationException("for the test");
            }
        }
    }

    private sealed class FaultyLogger : ILogger<StepEngine>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            throw new InvalidOperationException("the disk of the log is full");
    }
}
