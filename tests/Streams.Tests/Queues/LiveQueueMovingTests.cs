using Microsoft.Extensions.Time.Testing;
using RnnCluster.Streams.Queues;
using RnnCluster.Streams.Tests.Testing;

namespace RnnCluster.Streams.Tests.Queues;

public sealed class LiveQueueMovingTests
{
    private readonly FakeAttachment _grain = new();
    private readonly LiveQueue _queue = Create();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TakeOver_WhatWaitedElsewhere_GoesFirst()
    {
        var next = Create();
        _queue.OpenDoor();
        await _queue.AddAsync([Batches.Of(Batches.A, 1), Batches.Of(Batches.B, 2)]);
        _queue.Leave();
        _queue.CloseDoor();

        next.Attach(Batches.A, _grain);
        next.TakeOver(_queue.TakeWaiting(onlyStranded: false));
        next.OpenDoor();
        await next.AddAsync([Batches.Of(Batches.A, 3)]);

        Assert.Equal((0, 0), (_queue.Events, _queue.Streams));
        Assert.Empty(_grain.Posted);
        Assert.Equal([1, 3], Batches.EventsOf(await ReadAsync(next), Batches.A));
    }

    [Fact]
    public async Task CloseDoor_GrainHasNotTakenAll_TakesTheRestAlong()
    {
        _queue.OpenDoor();
        _queue.Attach(Batches.A, _grain);
        await _queue.AddAsync([Batches.Of(Batches.A, 1, 2)]);

        _queue.CloseDoor();

        Assert.Equal([1, 2], Batches.EventsOf(_queue.TakeWaiting(onlyStranded: true), Batches.A));
        Assert.Equal(0, _queue.Events);
    }

    [Fact]
    public async Task CloseDoor_ByTheCluster_LeavesWhatWaitsToTheAgentHere()
    {
        _queue.OpenDoor();
        _queue.StartReading();
        await _queue.AddAsync([Batches.Of(Batches.A, 1)]);

        _queue.CloseDoor();
        Assert.Empty(_queue.TakeWaiting(onlyStranded: true));
        _queue.OpenDoor();
        await _queue.AddAsync([Batches.Of(Batches.A, 2)]);

        Assert.Equal([1, 2], Batches.EventsOf(await ReadAsync(_queue), Batches.A));
    }

    [Fact]
    public async Task StopReading_Undelivered_WaitsFirstAndIsNotJoined()
    {
        _queue.OpenDoor();
        _queue.StartReading();
        await _queue.AddAsync([Batches.Of(Batches.A, 1)]);
        var given = Assert.Single(await ReadAsync(_queue));
        given.Give();

        _queue.StopReading([given]);
        await _queue.AddAsync([Batches.Of(Batches.A, 2)]);

        // A subscriber may still be busy with the first one.
        Assert.Equal([1], given.Events);
        var read = await ReadAsync(_queue);
        Assert.Equal([1, 2], Batches.EventsOf(read, Batches.A));
        read.ForEach(_queue.Delivered);
        Assert.Equal((0, 0), (_queue.Events, _queue.Streams));
    }

    [Fact]
    public async Task WhenUnreadAsync_AgentReads_WaitsForItsEnd()
    {
        _queue.StartReading();
        var unread = _queue.WhenUnreadAsync();
        Assert.False(unread.IsCompleted);

        _queue.StopReading([]);

        await unread;
        Assert.True(_queue.WhenUnreadAsync().IsCompleted);
    }

    [Fact]
    public async Task WhenDoorGoneAsync_DoorIsHere_WaitsForItsEnd()
    {
        _queue.OpenDoor();
        var gone = _queue.WhenDoorGoneAsync();
        Assert.False(gone.IsCompleted);

        _queue.CloseDoor();

        await gone;
        Assert.True(_queue.WhenDoorGoneAsync().IsCompleted);
    }

    private static LiveQueue Create() => new("input/3", new LiveStreamOptions(), new FakeTimeProvider());

    private static Task<List<LiveBatch>> ReadAsync(LiveQueue queue) => queue.ReadAsync(Timeout.InfiniteTimeSpan, Cancellation);
}
