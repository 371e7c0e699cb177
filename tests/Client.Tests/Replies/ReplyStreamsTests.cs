using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Client.Replies;
using RnnCluster.Client.Sessions;

namespace RnnCluster.Client.Tests.Replies;

public sealed class ReplyStreamsTests : IAsyncDisposable
{
    private static readonly SessionKey Session = new("tagger", "s");

    private readonly FakeTimeProvider _time = new();
    private readonly FakeOutputStream _stream = new();
    private readonly List<OutputFrame> _received = [];
    private readonly List<string> _opened = [];
    private readonly ReplyStreams _replies;

    public ReplyStreamsTests() => _replies = new ReplyStreams(
        _ => "client-1",
        key =>
        {
            _opened.Add(key);
            return _stream;
        },
        new ReplyContext(_received.Add, RenewAfterMs: 1_000, new PublishPatience(WaitMs: 0, _time, NullLogger.Instance)));

    public ValueTask DisposeAsync() => _replies.DisposeAsync();

    [Fact]
    public async Task Subscribe_ManySessionsAtOnce_SubscribesOnceAndGivesTheKeyWhenThatIsDone()
    {
        var hold = new TaskCompletionSource();
        _stream.Hold = hold.Task;

        var keys = Enumerable.Range(0, 10).Select(i => _replies.SubscribeAsync(new SessionKey("tagger", $"s{i}"))).ToList();
        Assert.DoesNotContain(keys, key => key.IsCompleted);
        hold.SetResult();

        Assert.Equal(Assert.Single(_opened), Assert.Single((await Task.WhenAll(keys)).Distinct()));
        Assert.Equal(1, _stream.Subscribed);
        Assert.StartsWith("client-", _opened[0], StringComparison.Ordinal);
        Assert.Equal(_opened, _replies.Keys);
    }

    [Fact]
    public async Task Subscribe_AfterAFailure_TriesAgain()
    {
        _stream.Fault = new InvalidOperationException("no silo");
        await Assert.ThrowsAsync<InvalidOperationException>(() => _replies.SubscribeAsync(Session));
        _stream.Fault = null;

        await _replies.SubscribeAsync(Session);

        Assert.Equal(2, _stream.Subscribed);
        await _stream.DeliverAsync(Output(0), Output(1));
        Assert.Equal([0, 1], _received.Select(output => output.Sequence));
    }

    [Fact]
    public async Task Renew_SubscriptionThatTheClusterKnows_IsTakenUpAgain()
    {
        var key = await SubscribeAndWaitAsync();

        await _replies.RenewAsync(key);

        Assert.Equal((1, 1), (_stream.Subscribed, _stream.Resumed));
        await _stream.DeliverAsync(Output(0));
        Assert.Single(_received);
    }

    [Fact]
    public async Task Renew_SubscriptionThatTheClusterLost_IsMadeAgainAndEndedAtDispose()
    {
        var key = await SubscribeAndWaitAsync();
        _stream.Lose();
        await _stream.DeliverAsync(Output(0));

        await _replies.RenewAsync(key);

        await _stream.DeliverAsync(Output(1));
        Assert.Equal([1], _received.Select(output => output.Sequence));
        await _replies.DisposeAsync();
        Assert.Empty(_stream.Known);
    }

    [Fact]
    public async Task Renew_AskedByManySessions_AsksTheClusterOnceInItsTime()
    {
        var key = await SubscribeAndWaitAsync();
        for (var turn = 0; turn < 3; turn++)
        {
            await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => _replies.RenewAsync(key)));
            _time.Advance(TimeSpan.FromMilliseconds(999));
            await _replies.RenewAsync(key);
            _time.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.Equal(3, _stream.Asked);
    }

    [Fact]
    public async Task Renew_ThatFails_DoesNotThrowAndIsTriedAgain()
    {
        var key = await SubscribeAndWaitAsync();
        _stream.Lose();
        _stream.Fault = new InvalidOperationException("no silo");
        await _replies.RenewAsync(key);
        _stream.Fault = null;
        _time.Advance(TimeSpan.FromSeconds(1));

        await _replies.RenewAsync(key);

        Assert.Single(_stream.Known);
    }

    [Fact]
    public async Task Renew_UnknownKey_DoesNothing()
    {
        await _replies.RenewAsync("client-of-somebody-else");

        Assert.Empty(_opened);
    }

    [Fact]
    public async Task Dispose_WhileItRenews_LeavesNoSubscription()
    {
        var key = await SubscribeAndWaitAsync();
        _stream.Lose();
        var hold = new TaskCompletionSource();
        _stream.Hold = hold.Task;
        var renewing = _replies.RenewAsync(key);

        var disposing = _replies.DisposeAsync();
        Assert.False(disposing.IsCompleted);
        hold.SetResult();
        await disposing;

        await renewing;
        Assert.Equal(2, _stream.Subscribed);
        Assert.Empty(_stream.Known);
    }

    [Fact]
    public async Task Dispose_ClusterThatIsGone_DoesNotThrowAndEndsSubscribing()
    {
        await _replies.SubscribeAsync(Session);
        _stream.Fault = new InvalidOperationException("no silo");

        await _replies.DisposeAsync();
        await _replies.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => _replies.SubscribeAsync(Session));
    }

    private static OutputFrame Output(long sequence) => new() { Session = "tagger/s", Sequence = sequence };

    /// <summary>Subscribes, and lets so much time go by that the subscription may be looked after.</summary>
    private async Task<string> SubscribeAndWaitAsync()
    {
        var key = await _replies.SubscribeAsync(Session);
        _time.Advance(TimeSpan.FromSeconds(1));
        return key;
    }
}
