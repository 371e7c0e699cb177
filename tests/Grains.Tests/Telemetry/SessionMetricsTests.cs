using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Grains.Tests.Checkpoints;
using RnnCluster.Grains.Tests.Testing;

namespace RnnCluster.Grains.Tests.Telemetry;

/// <summary>What the instruments of sessions, frames and records say, against what was done.</summary>
public sealed class SessionMetricsTests : IClassFixture<StoreFixture>, IAsyncLifetime
{
    private readonly StoreFixture _stored;
    private readonly SessionKey _key;
    private readonly MeterTap _meter;
    private StreamTap _outputs = null!;

    public SessionMetricsTests(StoreFixture stored, ClusterFixture shared)
    {
        _stored = stored;
        _key = shared.NewKey(TinyModels.Strict);
        _meter = new MeterTap(stored.Cluster.Silos[0].ServiceProvider.GetRequiredService<IMeterFactory>().Create("RnnCluster"));
    }

    private ISessionGrain Grain => _stored.Grain(_key);

    public async ValueTask InitializeAsync() => _outputs = await StreamTap.OpenAsync(_stored.Cluster.Client, _key.ToString());

    public async ValueTask DisposeAsync()
    {
        _meter.Dispose();
        await _outputs.DisposeAsync();
        await Grain.CloseAsync();
    }

    [Fact]
    public async Task Frames_Applied_CountThemTheirTokensAndTheirLatencies()
    {
        var before = Counts();

        await SendAsync(0, 3);
        await SendAsync(1, 1, 2, 4);
        var given = (await _outputs.ThroughAsync(1)).Sum(output => output.Outputs.Length);

        Assert.Equal((2, 4, given), Difference(before, Counts()));
        var latencies = _meter.Of("rnncluster.frames.latency");
        Assert.Equal(2, latencies.Count);
        Assert.All(latencies, latency => Assert.InRange(latency.Value, 1e-9, 30));
        Assert.All(latencies, latency => Assert.Equal(TinyModels.Strict, latency.Tags["rnncluster.model"]));
        Assert.Equal(0, _meter.Sum("rnncluster.sessions.waking"));
    }

    [Fact]
    public async Task Frames_ThatComeTwiceOrTooEarlyOrBad_AreCountedForWhatTheyAre()
    {
        await SendAsync(0, 3);
        await _outputs.ThroughAsync(0);

        await SendAsync(0, 3);
        await _outputs.ThroughAsync(0);
        await SendAsync(5, 3);
        Assert.Equal(1, (await _outputs.NextAsync()).ResendFrom);
        await SendAsync(1, int.MaxValue);
        var refusal = Assert.Single(await _outputs.ThroughAsync(1)).Error!;

        Assert.Equal(1, _meter.Sum("rnncluster.frames.duplicates", TinyModels.Strict));
        Assert.Equal(1, _meter.Sum("rnncluster.frames.resend_requests", TinyModels.Strict));
        Assert.Equal(1, _meter.Sum("rnncluster.frames.refused", refusal.Code));
        Assert.Equal(1, _meter.Sum("rnncluster.frames.refused"));
    }

    [Fact]
    public async Task Sessions_ThatComeAndGo_AreCountedByWhereTheyComeFrom()
    {
        var others = _meter.Sum("rnncluster.sessions.active");
        await SendAsync(0, 3);
        await _outputs.ThroughAsync(0);
        Assert.Equal(1, _meter.Sum("rnncluster.sessions.active") - others);
        Assert.Equal(1, _meter.Sum("rnncluster.sessions.activations", "new"));

        Assert.True(_stored.Cluster.TryGetGrainContext(Grain.GetGrainId(), out var context));
        context.Deactivate(new DeactivationReason(DeactivationReasonCode.ActivationIdle, "for the test"), TestContext.Current.CancellationToken);
        await context.Deactivated;
        Assert.Equal(SessionNoticeKind.PagedOut, (await _outputs.NextAsync()).Notice!.Kind);
        Assert.Equal(0, _meter.Sum("rnncluster.sessions.active") - others);
        Assert.Equal(1, _meter.Sum("rnncluster.sessions.evicted"));

        await SendAsync(1, 3);
        await _outputs.ThroughAsync(1);
        Assert.Equal(1, _meter.Sum("rnncluster.sessions.activations", "store"));
        Assert.Equal(0, _meter.Sum("rnncluster.sessions.closed"));
        await Grain.CloseAsync();
        Assert.Equal(1, _meter.Sum("rnncluster.sessions.closed"));
        Assert.Equal(0, _meter.Sum("rnncluster.sessions.moved"));
    }

    [Fact]
    public async Task Checkpoints_Written_AreMeasured()
    {
        var written = _stored.Store.Writes;
        for (var frame = 0; frame < 4; frame++)
        {
            await SendAsync(frame, 3);
        }

        await _stored.UntilAsync(_key, record => record.NextSequence == 4);
        await _meter.MeasuredAsync("rnncluster.checkpoint.lag", _stored.Store.Writes - written);

        var sizes = _meter.Of("rnncluster.checkpoint.size");
        Assert.Equal(_stored.Store.Writes - written, sizes.Count);
        Assert.Equal(_stored.Store.Find(_key.ToString())!.Length, sizes[^1].Value);
        Assert.Equal(sizes.Count, _meter.Of("rnncluster.checkpoint.write_time").Count);
        var lags = _meter.Of("rnncluster.checkpoint.lag");
        Assert.Equal(sizes.Count, lags.Count);
        Assert.All(lags, lag => Assert.InRange(lag.Value, 1e-9, 30));
        Assert.Equal(0, _meter.Sum("rnncluster.checkpoint.writes"));
    }

    [Fact]
    public async Task Writes_UnderWayAndFailing_AreSeenAndTheLagIsThatOfTheOldestChange()
    {
        using (_stored.Store.Hold())
        {
            await SendAsync(0, 3);
            await _outputs.ThroughAsync(0);
            await _stored.Store.Held;
            Assert.Equal(1, _meter.Sum("rnncluster.checkpoint.writes"));
            _stored.Store.RefusesWrites = true;
        }

        await _meter.MeasuredAsync("rnncluster.store.errors");
        Assert.InRange(_meter.Sum("rnncluster.store.errors", "write"), 1, int.MaxValue);
        var outage = _meter.Sum("rnncluster.store.outage");
        Assert.InRange(outage, 1e-9, 30);
        _stored.Store.RefusesWrites = false;
        await _meter.MeasuredAsync("rnncluster.checkpoint.lag");
        Assert.Equal(1, _stored.Record(_key)!.NextSequence);

        Assert.Equal(0, _meter.Sum("rnncluster.store.outage"));
        Assert.InRange(Assert.Single(_meter.Of("rnncluster.checkpoint.lag")).Value, outage, 30);
    }

    private Task SendAsync(long sequence, params int[] ids) =>
        _stored.Input(_key).OnNextAsync(new InputFrame { Sequence = sequence, Input = new IdsInput(ids) });

    private (double Frames, double Read, double Given) Counts() => (
        _meter.Sum("rnncluster.frames.applied", TinyModels.Strict),
        _meter.Sum("rnncluster.tokens.read", TinyModels.Strict),
        _meter.Sum("rnncluster.tokens.given", TinyModels.Strict));

    private static (double, double, double) Difference((double Frames, double Read, double Given) before, (double Frames, double Read, double Given) after) =>
        (after.Frames - before.Frames, after.Read - before.Read, after.Given - before.Given);
}
