using Microsoft.Extensions.Time.Testing;
using RnnCluster.Streams.Queues;
using RnnCluster.Streams.Tests.Testing;

namespace RnnCluster.Streams.Tests.Queues;

public sealed class LiveQueueTests
{
    private readonly LiveStreamOptions _options = new() { QueueEventsLimit = 4, FullWaitMs = 1_000 };
    private readonly FakeTimeProvider _time = new();
    private readonly FakeAttachment _grain = new();
    private readonly LiveQueue _queue;

    public LiveQueueTests()
    {
        _queue = new LiveQueue("input/3", _options, _time);
        _queue.OpenDoor();
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AddAsync_Attached_GoesToTheGrainAtOnce()
    {
        _queue.Attach(Batches.A, _grain);

        await _queue.AddAsync([Batches.Of(Batches.A, 1, 2), Batches.InContext(Batches.A, 3)]);

        Assert.Equal([1, 2, 3], _grain.Take(_queue));
        Assert.Equal(0, _queue.Events);
    }

    [Fact]
    public async Task AddAsync_AttachedWhileEventsAreWithTheAgent_WaitsBehindThem()
    {
        await _queue.AddAsync([Batches.Of(Batches.A, 1)]);
        var read = await ReadAsync();
        _queue.Attach(Batches.A, _grain);

        await _queue.AddAsync([Batches.Of(Batches.A, 2)]);
        read.ForEach(_queue.Delivered);
        var next = await ReadAsync();
        next.ForEach(_queue.Delivered);
        await _queue.AddAsync([Batches.Of(Batches.A, 3)]);

        Assert.Equal([1, 2], Batches.EventsOf(read.Concat(next), Batches.A));
        Assert.Equal([3], _grain.Posted);
    }

    [Fact]
    public async Task AddAsync_OneStreamInARow_JoinsUpToTheMessageLimit()
    {
        _options.MessageEventsLimit = 3;
        await _queue.AddAsync([Batches.Of(Batches.A, 1, 2), Batches.Of(Batches.A, 3), Batches.Of(Batches.A, 4)]);

        Assert.Equal([3, 1], (await ReadAsync()).Select(batch => batch.Events.Count));
    }

    [Fact]
    public async Task AddAsync_Full_WaitsForRoom()
    {
        await _queue.AddAsync([Batches.Of(Batches.A, 1, 2, 3, 4)]);
        var read = await ReadAsync();

        var added = _queue.AddAsync([Batches.Of(Batches.B, 5)]);
        Assert.False(added.IsCompleted);
        _queue.Delivered(Assert.Single(read));
        await added;

        Assert.Equal([5], Batches.EventsOf(await ReadAsync(), Batches.B));
    }

    [Fact]
    public async Task AddAsync_AttachedGrainDoesNotTake_WaitsForRoom()
    {
        _queue.Attach(Batches.A, _grain);
        await _queue.AddAsync([Batches.Of(Batches.A, 1, 2, 3, 4)]);

        var added = _queue.AddAsync([Batches.Of(Batches.A, 5)]);
        Assert.False(added.IsCompleted);
        _grain.Take(_queue);
        await added;

        Assert.Equal([5], _grain.Posted);
    }

    [Fact]
    public async Task AddAsync_FullForTooLong_NamesQueueBoundAndWait()
    {
        await _queue.AddAsync([Batches.Of(Batches.A, 1, 2, 3, 4)]);
        var added = _queue.AddAsync([Batches.Of(Batches.B, 5)]);
        _time.Advance(TimeSpan.FromMilliseconds(999));
        Assert.False(added.IsCompleted);

        _time.Advance(TimeSpan.FromMilliseconds(1));

        var exception = await Assert.ThrowsAsync<LiveStreamFullException>(() => added);
        Assert.Equal("queue input/3 held 4 events, as many as it may, for 1000 ms; try again later", exception.Message);
    }

    [Theory]
    [InlineData(2_000, 800)]
    [InlineData(10_000, 1_000)]
    public async Task AddFromAfarAsync_Full_AnswersBeforeTheSenderTakesItsMessageForLost(int answerWaitMs, int waitMs)
    {
        _options.AnswerWaitMs = answerWaitMs;
        await _queue.AddAsync([Batches.Of(Batches.A, 1, 2, 3, 4)]);
        var added = _queue.AddFromAfarAsync([Batches.Of(Batches.B, 5)]);
        _time.Advance(TimeSpan.FromMilliseconds(waitMs - 1));
        Assert.False(added.IsCompleted);

        _time.Advance(TimeSpan.FromMilliseconds(1));

        await Assert.ThrowsAsync<LiveStreamFullException>(() => added);
    }

    [Fact]
    public async Task AddAsync_FullWithoutPatience_FailsAtOnce()
    {
        _options.FullWaitMs = 0;
        await _queue.AddAsync([Batches.Of(Batches.A, 1, 2, 3, 4)]);

        await Assert.ThrowsAsync<LiveStreamFullException>(() => _queue.AddAsync([Batches.Of(Batches.A, 5)]));
        Assert.False(_queue.TryAdd(Batches.A, 5));
    }

    [Fact]
    public async Task AddAsync_NoDoor_IsSentAway()
    {
        _queue.CloseDoor();

        await Assert.ThrowsAsync<LiveQueueMovedException>(() => _queue.AddAsync([Batches.Of(Batches.A, 1)]));
        Assert.False(_queue.TryAdd(Batches.A, 1));
        Assert.Equal(0, _queue.Events);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AddAsync_DoorGoesWhileWaitingForRoom_IsSentAway(bool isTold)
    {
        await _queue.AddAsync([Batches.Of(Batches.A, 1, 2, 3, 4)]);
        var added = _queue.AddAsync([Batches.Of(Batches.A, 5)]);

        if (isTold)
        {
            _queue.Leave();
        }
        else
        {
            _queue.CloseDoor();
        }

        await Assert.ThrowsAsync<LiveQueueMovedException>(() => added);
    }

    [Fact]
    public async Task ReadAsync_Empty_WaitsForTheFirstEvent()
    {
        var read = ReadAsync();
        Assert.False(read.IsCompleted);

        Assert.True(_queue.TryAdd(Batches.A, 1));

        Assert.Equal([1], Batches.EventsOf(await read, Batches.A));
    }

    [Fact]
    public async Task ReadAsync_StreamIsBeingDelivered_GathersUntilThatIsDone()
    {
        _options.QueueEventsLimit = 8;
        await _queue.AddAsync([Batches.Of(Batches.A, 1)]);
        var first = await ReadAsync();
        var read = ReadAsync();
        await _queue.AddAsync([Batches.Of(Batches.A, 2)]);
        await _queue.AddAsync([Batches.Of(Batches.A, 3)]);
        Assert.False(read.IsCompleted);

        _queue.Delivered(Assert.Single(first));

        Assert.Equal([2, 3], Assert.Single(await read).Events);
    }

    [Fact]
    public async Task ReadAsync_AnotherStreamIsBeingDelivered_DoesNotWait()
    {
        await _queue.AddAsync([Batches.Of(Batches.A, 1)]);
        await ReadAsync();
        var read = ReadAsync();

        await _queue.AddAsync([Batches.Of(Batches.B, 2)]);

        Assert.Equal([2], Assert.Single(await read).Events);
    }

    [Fact]
    public async Task ReadAsync_AgentOfBeforeDeliveredNothing_GetsAllOfItAndWhatCameLater()
    {
        await _queue.AddAsync([Batches.Of(Batches.A, 1)]);
        var undelivered = await ReadAsync();
        await _queue.AddAsync([Batches.Of(Batches.A, 2)]);

        _queue.StopReading(undelivered);

        Assert.Equal([1, 2], Batches.EventsOf(await ReadAsync(), Batches.A));
    }

    [Fact]
    public async Task TryAdd_FullOrWithoutDoor_TakesNothing()
    {
        Assert.True(_queue.TryAdd([Batches.Of(Batches.A, 1, 2), Batches.Of(Batches.B, 3, 4)]));
        Assert.False(_queue.TryAdd([Batches.Of(Batches.A, 5)]));
        (await ReadAsync()).ForEach(_queue.Delivered);
        _queue.Leave();
        Assert.False(_queue.TryAdd([Batches.Of(Batches.A, 5)]));
        _queue.CloseDoor();
        Assert.False(_queue.TryAdd([Batches.Of(Batches.A, 5)]));
        Assert.Equal(0, _queue.Events);
    }

    [Fact]
    public async Task ReadAsync_Cancelled_LeavesWhatComes()
    {
        using var stopping = new CancellationTokenSource();
        var read = _queue.ReadAsync(Timeout.InfiniteTimeSpan, stopping.Token);

        await stopping.CancelAsync();

        Assert.Empty(await read);
        await _queue.AddAsync([Batches.Of(Batches.A, 1)]);
        Assert.Empty(await _queue.ReadAsync(Timeout.InfiniteTimeSpan, stopping.Token));
        Assert.Single(await ReadAsync());
    }

    [Fact]
    public async Task ReadAsync_ProducerFindsTheQueueFull_ComesBackWithNothing()
    {
        await _queue.AddAsync([Batches.Of(Batches.A, 1, 2, 3, 4)]);
        await ReadAsync();
        var read = ReadAsync();

        var added = _queue.AddAsync([Batches.Of(Batches.A, 5)]);

        Assert.Empty(await read);
        Assert.False(added.IsCompleted);
        _queue.Leave();
        await Assert.ThrowsAsync<LiveQueueMovedException>(() => added);
    }

    [Fact]
    public async Task Detach_EventsNotTaken_WaitBeforeAllOthersOfTheStream()
    {
        _queue.Attach(Batches.A, _grain);
        await _queue.AddAsync([Batches.Of(Batches.A, 1), Batches.InContext(Batches.A, 2), Batches.Of(Batches.B, 9), Batches.Of(Batches.A, 3)]);

        _queue.Detach(Batches.A, _grain);
        _queue.Detach(Batches.A, _grain);
        Assert.Equal(4, _queue.Events);
        _options.QueueEventsLimit = 8;
        await _queue.AddAsync([Batches.Of(Batches.A, 4)]);

        Assert.Equal([1, 2, 3, 4], Batches.EventsOf(await ReadAsync(), Batches.A));
    }

    [Fact]
    public async Task Attach_AnotherGrainIsAttached_TakesItsPlaceAndItsOrder()
    {
        var next = new FakeAttachment();
        _queue.Attach(Batches.A, _grain);
        await _queue.AddAsync([Batches.Of(Batches.A, 1)]);

        _queue.Attach(Batches.A, next);
        await _queue.AddAsync([Batches.Of(Batches.A, 2)]);
        _queue.Detach(Batches.A, _grain);

        Assert.Empty(next.Posted);
        Assert.Equal([1, 2], Batches.EventsOf(await ReadAsync(), Batches.A));
    }

    private Task<List<LiveBatch>> ReadAsync() => _queue.ReadAsync(Timeout.InfiniteTimeSpan, Cancellation);
}
