using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Grains.Batching;
using RnnCluster.Recurrent.Networks;

namespace RnnCluster.Grains.Tests.Batching;

public sealed class StepEngineMetricsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly RecurrentNetwork Lstm = TinyNetworks.Create(CellKind.Lstm, seed: 1);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_JobsThatShareAPass_RecordsPassesRowsAndBatchSizes()
    {
        using var meter = new EngineMeter();
        using var engine = TestEngine.Create(workers: 1, batchLimit: 8, meter: meter);
        var held = await HeldWorker.HoldAsync(engine);
        var jobs = Enumerable.Range(1, 12).Select(seed => new CountingJob(Lstm, TinyNetworks.State(Lstm, seed), 1)).ToList();
        foreach (var job in jobs)
        {
            await engine.RunAsync(job);
        }

        held.Release();
        await Task.WhenAll(jobs.Select(job => job.Completion)).WaitAsync(Patience, Cancellation);
        engine.Dispose();

        Assert.Equal([1, 8, 4], meter.Of("rnncluster.engine.batch_size").Select(measured => measured.Value));
        Assert.Equal((3, 13), (meter.Passes, meter.Rows));
        Assert.All(meter.Of("rnncluster.engine.rows"), measured => Assert.Equal("counting", measured.Tags["rnncluster.model"]));
    }

    [Fact]
    public async Task Jobs_RunningAndWaiting_AreCountedUntilTheyEnd()
    {
        using var meter = new EngineMeter();
        using var engine = TestEngine.Create(workers: 1, meter: meter);
        var held = await HeldWorker.HoldAsync(engine);
        var waiting = Enumerable.Range(1, 3).Select(seed => new CountingJob(Lstm, TinyNetworks.State(Lstm, seed), 1)).ToList();
        foreach (var job in waiting)
        {
            await engine.RunAsync(job);
        }

        Assert.Equal(4, meter.Sum("rnncluster.engine.jobs"));
        Assert.Equal(3, meter.Sum("rnncluster.engine.queue_depth"));
        held.Release();
        await Task.WhenAll(waiting.Select(job => job.Completion)).WaitAsync(Patience, Cancellation);
        Assert.Equal(0, meter.Sum("rnncluster.engine.jobs"));
        Assert.Equal(0, meter.Sum("rnncluster.engine.queue_depth"));
    }

    [Fact]
    public async Task Enter_Full_CountsAnOverload()
    {
        using var meter = new EngineMeter();
        using var engine = TestEngine.Create(jobsLimit: 1, jobWaitMs: 0, meter: meter);
        await engine.EnterAsync(Cancellation);

        await Assert.ThrowsAsync<SessionException>(() => engine.EnterAsync(Cancellation));

        Assert.Equal(1, meter.Sum("rnncluster.engine.overloads"));
    }

    [Fact]
    public void Observe_PassesOfNetworks_AddsThemUpByModelAndPhase()
    {
        using var meter = new EngineMeter();
        var metrics = new StepEngineMetrics(meter, new FakeTimeProvider());
        var second = new FakeTimeProvider().TimestampFrequency;
        KeyValuePair<string, object?> m = new("rnncluster.model", "m");
        metrics.Observe(() => 0, () => 0, () => [new(m, 2, 7, 1 * second, 2 * second, 3 * second), new(m, 1, 1, second, second, second)]);

        var times = meter.Of("rnncluster.engine.pass_time");

        Assert.Equal([("gather", 2), ("kernel", 3), ("scatter", 4)],
            times.Select(measured => ((string)measured.Tags["rnncluster.engine.phase"]!, measured.Value)));
        Assert.All(times, measured => Assert.Equal("m", measured.Tags["rnncluster.model"]));
        Assert.All(times, measured => Assert.Equal("s", measured.Instrument.Unit));
        Assert.Equal((3, 8), (meter.Passes, meter.Rows));
    }

    [Fact]
    public async Task Run_Listened_MeasuresEachJobsWaitAndEachPasssStep()
    {
        using var meter = new EngineMeter();
        using var engine = TestEngine.Create(workers: 1, batchLimit: 8, meter: meter);
        var held = await HeldWorker.HoldAsync(engine);
        var jobs = Enumerable.Range(1, 3).Select(seed => new CountingJob(Lstm, TinyNetworks.State(Lstm, seed), 2)).ToList();
        foreach (var job in jobs)
        {
            await engine.RunAsync(job);
        }

        held.Release();
        await Task.WhenAll(jobs.Select(job => job.Completion)).WaitAsync(Patience, Cancellation);
        engine.Dispose();

        // One for each job, however many steps it takes; and what the passes took together is what the counter says.
        Assert.Equal(1 + 3, meter.Of("rnncluster.engine.queue_wait").Count);
        var steps = meter.Of("rnncluster.engine.step_time");
        Assert.Equal(meter.Passes, steps.Count);
        Assert.Equal(
            meter.Of("rnncluster.engine.pass_time").Where(time => "kernel".Equals(time.Tags["rnncluster.engine.phase"])).Sum(time => time.Value),
            steps.Sum(step => step.Value), tolerance: 1e-9);
        Assert.All(steps, step => Assert.InRange(step.Value, 0, Patience.TotalSeconds));
    }

    [Fact]
    public void Waited_WithMoments_IsTheTimeBetweenThem()
    {
        using var meter = new EngineMeter();
        var time = new FakeTimeProvider();
        var metrics = new StepEngineMetrics(meter, time);
        var brought = metrics.PassClock!.GetTimestamp();
        time.Advance(TimeSpan.FromMilliseconds(30));

        metrics.Waited(new("rnncluster.model", "m"), brought, metrics.PassClock!.GetTimestamp());

        var wait = Assert.Single(meter.Of("rnncluster.engine.queue_wait"));
        Assert.Equal(("m", 0.03), (wait.Tags["rnncluster.model"], wait.Value));
    }

    [Fact]
    public void PassClock_NobodyListens_IsNotThere()
    {
        using var meter = new EngineMeter("rnncluster.engine.passes");

        Assert.Null(new StepEngineMetrics(meter, TimeProvider.System).PassClock);
    }

    [Fact]
    public void Meter_OfAServiceProvider_IsNamedRnnCluster()
    {
        using var services = new ServiceCollection().AddMetrics().AddSingleton(TimeProvider.System)
            .AddSingleton<StepEngineMetrics>().BuildServiceProvider();
        var published = new List<string>();
        using var listener = new MeterListener();
        var meter = services.GetRequiredService<IMeterFactory>().Create("RnnCluster");
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter == meter)
            {
                published.Add(instrument.Name);
            }
        };
        listener.Start();

        services.GetRequiredService<StepEngineMetrics>().Observe(() => 0, () => 0, () => []);

        Assert.Equal(
            ["batch_size", "jobs", "overloads", "pass_time", "passes", "queue_depth", "queue_wait", "rows", "step_time"],
            published.Select(name => name["rnncluster.engine.".Length..]).Order(StringComparer.Ordinal));
    }
}
