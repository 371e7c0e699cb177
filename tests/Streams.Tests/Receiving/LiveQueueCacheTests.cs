using Microsoft.Extensions.Time.Testing;
using Orleans.Streams;
using RnnCluster.Streams.Queues;
using RnnCluster.Streams.Receiving;
using RnnCluster.Streams.Tests.Testing;

namespace RnnCluster.Streams.Tests.Receiving;

public sealed class LiveQueueCacheTests
{
    private readonly LiveStreamOptions _options = new() { QueueEventsLimit = 4 };
    private readonly FakeTimeProvider _time = new();
    private readonly ListLogger _log = new();
    private readonly LiveQueue _queue;
    private readonly LiveQueueCache _cache;
    private long _sequence;

    public LiveQueueCacheTests()
    {
        _queue = new LiveQueue("input/3", _options, _time);
        _queue.OpenDoor();
        _cache = new LiveQueueCache(_queue, _options, _time, _log);
    }

    [Fact]
    public async Task AddToCache_OneSubscriberIsAheadOfAnother_IsNotJoinedToWhatTheFirstOneHas()
    {
        await ReadAsync(1);
        var ahead = _cache.GetCacheCursor(Batches.A, new EventToken(1));
        var behind = _cache.GetCacheCursor(Batches.A, new EventToken(1));
        Assert.Equal([1], Drain(ahead));

        await ReadAsync(2);

        Assert.Equal([2], Drain(ahead));
        Assert.Equal([1, 2], Drain(behind));
        Assert.Equal(0, _queue.Events);
    }

    [Fact]
    public async Task AddToCache_SubscriberStartsBehindWhatWaits_HasWhatComes()
    {
        await ReadAsync(1);
        var first = _cache.GetCacheCursor(Batches.A, new EventToken(1));
        var late = _cache.GetCacheCursor(Batches.A, token: null);

        await ReadAsync(2);

        Assert.Equal([2], Drain(late));
        Assert.Equal([1, 2], Drain(first));
    }

    [Fact]
    public async Task AddToCache_BatchIsBeingDelivered_LeavesItAsItIs()
    {
        await ReadAsync(1);
        var cursor = _cache.GetCacheCursor(Batches.A, new EventToken(1));
        Assert.True(cursor.TryMove());
        var given = Assert.IsType<LiveBatch>(cursor.GetCurrent(out _));

        cursor.Dispose();
        await ReadAsync(2);

        Assert.Equal([1], given.Events);
    }

    [Fact]
    public void GetCacheCursor_BatchWasWithAnotherAgentBefore_FindsItByItsNewPlace()
    {
        var batch = Batches.Of(Batches.A, 1);
        batch.Place(57);
        Assert.Equal(57, batch.SequenceToken.SequenceNumber);
        _queue.StopReading([batch]);

        batch.Place(1);
        _cache.AddToCache([batch]);

        Assert.Equal([1], Drain(_cache.GetCacheCursor(Batches.A, batch.SequenceToken)));
    }

    [Fact]
    public async Task TryPurgeFromCache_NobodySubscribes_LeavesOutAndLogsAfterASecond()
    {
        await ReadAsync(1, 2);
        Assert.Equal(LiveQueueCache.OrphanAge, _cache.ReadWait);
        Purge();
        Assert.Equal(2, _queue.Events);

        _time.Advance(LiveQueueCache.OrphanAge);
        Purge();

        Assert.Equal((0, 0, 0), (_queue.Events, _queue.Streams, _cache.Streams));
        Assert.Equal("2 events of stream test/0 have no subscriber and are left out", Assert.Single(_log.Lines));
        Assert.Equal(Timeout.InfiniteTimeSpan, _cache.ReadWait);
    }

    [Fact]
    public async Task TryPurgeFromCache_SubscriberComesLate_HasTheEvents()
    {
        await ReadAsync(1, 2);
        Purge();

        var cursor = _cache.GetCacheCursor(Batches.A, new EventToken(1));
        _time.Advance(LiveQueueCache.OrphanAge);
        Purge();

        Assert.Equal([1, 2], Drain(cursor));
    }

    [Fact]
    public async Task TryPurgeFromCache_NobodySubscribesAndTheQueueIsFull_LeavesOutAtOnce()
    {
        await ReadAsync(1, 2, 3, 4);
        var added = _queue.AddAsync([Batches.Of(Batches.B, 5)]);

        Purge();

        await added;
        Assert.Equal(1, _queue.Events);
    }

    [Fact]
    public async Task Dispose_LastSubscriberOfTheStream_LetsTheAgentComeRound()
    {
        await ReadAsync(1, 2);
        var cursor = _cache.GetCacheCursor(Batches.A, new EventToken(1));
        Purge();
        var read = _queue.ReadAsync(_cache.ReadWait, TestContext.Current.CancellationToken);

        cursor.Dispose();

        Assert.Empty(await read);
        Assert.Equal(LiveQueueCache.OrphanAge, _cache.ReadWait);
    }

    [Fact]
    public void Dispose_NothingWaits_ForgetsTheStream()
    {
        _cache.GetCacheCursor(Batches.A, token: null).Dispose();

        Assert.Equal(0, _cache.Streams);
    }

    [Fact]
    public async Task MoveNext_AfterDispose_TakesNothing()
    {
        await ReadAsync(1);
        var cursor = _cache.GetCacheCursor(Batches.A, new EventToken(1));
        cursor.Dispose();

        Assert.False(cursor.TryMove());
        Assert.Null(cursor.GetCurrent(out _));
        Assert.Equal(1, _queue.Events);
    }

    private async Task ReadAsync(params object[] events)
    {
        await _queue.AddAsync([Batches.Of(Batches.A, events)]);
        var batches = await _queue.ReadAsync(TimeSpan.Zero, TestContext.Current.CancellationToken);
        batches.ForEach(batch => batch.Place(++_sequence));
        _cache.AddToCache([.. batches]);
    }

    private void Purge() => Assert.False(_cache.TryPurgeFromCache(out _));

    private static List<object> Drain(IQueueCacheCursor cursor)
    {
        List<object> events = [];
        while (cursor.TryMove())
        {
            events.AddRange(((LiveBatch)cursor.GetCurrent(out _)!).Events);
        }

        return events;
    }
}
