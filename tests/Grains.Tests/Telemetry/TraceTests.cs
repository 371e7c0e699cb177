using System.Collections.Concurrent;
using System.Diagnostics;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Grains.Tests.Testing;

namespace RnnCluster.Grains.Tests.Telemetry;

/// <summary>The trace of a frame, from its sender through its session to the step engine and back.</summary>
public sealed class TraceTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ClusterFixture _cluster;
    private readonly Activity _root = new Activity("test").SetIdFormat(ActivityIdFormat.W3C);
    private readonly ConcurrentQueue<Activity> _stopped = new();
    private readonly SemaphoreSlim _stops = new(0);
    private readonly ActivityListener _listener;
    private ActivitySamplingResult _sampling = ActivitySamplingResult.AllDataAndRecorded;

    public TraceTests(ClusterFixture cluster)
    {
        _cluster = cluster;
        _root.Start();

        // Other tests send frames in this process too.
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "RnnCluster",
            Sample = (ref options) => options.Parent.TraceId == _root.TraceId ? _sampling : ActivitySamplingResult.None,
            ActivityStopped = activity =>
            {
                _stopped.Enqueue(activity);
                _stops.Release();
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _listener.Dispose();
        _root.Dispose();
        _stops.Dispose();
    }

    [Fact]
    public async Task Frame_Sampled_IsATreeFromClientOverGrainToEngine()
    {
        await using var session = await _cluster.OpenAsync(TinyModels.Strict);

        var sequence = await session.SendAsync(new IdsInput([3, 1]), cancellation: Cancellation);
        Assert.Same(_root, Activity.Current);
        session.CompleteSending();
        await session.ReadAllAsync();
        var (send, frame, steps) = await SpansAsync();

        Assert.Equal(
            [_root.SpanId, send.SpanId, frame.SpanId],
            new[] { send.ParentSpanId, frame.ParentSpanId, steps.ParentSpanId });
        Assert.Equal(
            [ActivityKind.Producer, ActivityKind.Consumer, ActivityKind.Internal], new[] { send.Kind, frame.Kind, steps.Kind });
        Assert.True(frame.HasRemoteParent);
        Assert.All([send, frame], span => Assert.Equal(session.Key.ToString(), span.GetTagItem("rnncluster.session")));
        Assert.All([send, frame], span => Assert.Equal(sequence, span.GetTagItem("rnncluster.sequence")));
        Assert.Equal(TinyModels.Strict, steps.GetTagItem("rnncluster.model"));
        Assert.True(send.StartTimeUtc <= steps.StartTimeUtc && frame.StartTimeUtc <= steps.StartTimeUtc);
        Assert.All([send, frame], span => Assert.True(span.StartTimeUtc + span.Duration >= steps.StartTimeUtc + steps.Duration));
        Assert.All([send, frame, steps], span => Assert.Equal(ActivityStatusCode.Unset, span.Status));
    }

    [Fact]
    public async Task Frame_NotSampled_IsNotTraced()
    {
        _sampling = ActivitySamplingResult.None;
        await using var session = await _cluster.OpenAsync(TinyModels.Strict);

        await session.SendAsync(new IdsInput([3]), cancellation: Cancellation);
        session.CompleteSending();

        Assert.Single(await session.ReadAllAsync());
        Assert.Empty(_stopped);
    }

    [Fact]
    public async Task Frame_OfASessionThatIsClosed_EndsItsTraceWithTheReason()
    {
        await using var session = await _cluster.OpenAsync(TinyModels.Strict);
        session.CompleteSending();

        await Assert.ThrowsAsync<InvalidOperationException>(() => session.SendAsync(new IdsInput([3]), cancellation: Cancellation));

        await _stops.WaitAsync(Patience, Cancellation);
        var send = Assert.Single(_stopped);
        Assert.Equal(ActivityStatusCode.Error, send.Status);
        Assert.Contains("told that no frame follows", send.StatusDescription!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c")]
    [InlineData("no trace at all")]
    public async Task Frame_WithATraceParentThatIsNone_IsAppliedAsWithoutOne(string traceParent)
    {
        var key = _cluster.NewKey(TinyModels.Strict);
        await using var outputs = await StreamTap.OpenAsync(_cluster.Cluster.Client, key.ToString());

        await _cluster.Input(key).OnNextAsync(new InputFrame { Sequence = 0, Input = new IdsInput([3]), TraceParent = traceParent });

        Assert.Null(Assert.Single(await outputs.ThroughAsync(0)).Error);
        Assert.Empty(_stopped);
    }

    private async Task<(Activity Send, Activity Frame, Activity Steps)> SpansAsync()
    {
        for (var span = 0; span < 3; span++)
        {
            Assert.True(await _stops.WaitAsync(Patience, Cancellation));
        }

        Assert.Equal(3, _stopped.Count);
        return (Of("rnncluster.send"), Of("rnncluster.frame"), Of("rnncluster.steps"));

        Activity Of(string name) => Assert.Single(_stopped, span => span.OperationName == name);
    }
}
