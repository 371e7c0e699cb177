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

        Assert.Equal(4, meter.Now("rnncluster.engine.jobs"));
        Assert.Equal(3, meter.Now("rnncluster.engine.queue_depth"));
        held.Release();
        await Task.WhenAll(waiting.Select(job => job.Completion)).WaitAsync(Patience, Cancellation);
        Assert.Equal(0, meter.Now("rnncluster.engine.jobs"));
        Assert.Equal(0, meter.Now("rnncluster.engine.queue_depth"));
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
    public void Passed_WithMoments_AddsTheTimeOfEachPhase()
    {
        using var meter = new EngineMeter();
        var time = new FakeTimeProvider();
        var metrics = new StepEngineMetrics(meter, time);
        var moments = new long[3];
        for (var moment = 0; moment < 3; moment++)
        {
            moments[moment] = metrics.PassClock!.GetTimestamp();
            time.Advance(TimeSpan.FromSeconds(moment + 1));
        }

        metrics.Passed(new("rnncluster.model", "m"), rows: 5, moments[0], moments[1], moments[2]);

        var times = meter.Of("rnncluster.engine.pass_time");
        Assert.Equal([("gather", 1), ("kernel", 2), ("scatter", 3)],
            times.Select(measured => ((string)measured.Tags["rnncluster.engine.phase"]!, measured.Value)));
        Assert.All(times, measured => Assert.Equal("m", measured.Tags["rnncluster.model"]));
        Assert.All(times, measured => Assert.Equal("s", measured.Instrument.Unit));
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

        services.GetRequiredService<StepEngineMetrics>().Observe(() => 0, () => 0);

        Assert.Equal(
            ["batch_size", "jobs", "overloads", "pass_time", "passes", "queue_depth", "rows"],
            published.Select(name => name["rnncluster.engine.".Length..]).Order(StringComparer.Ordinal));
    }
}
