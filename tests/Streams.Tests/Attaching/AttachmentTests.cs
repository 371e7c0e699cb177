using Microsoft.Extensions.Time.Testing;
using RnnCluster.Streams.Attaching;
using RnnCluster.Streams.Queues;
using RnnCluster.Streams.Tests.Testing;

namespace RnnCluster.Streams.Tests.Attaching;

public sealed class AttachmentTests : IDisposable
{
    private readonly FakeGrain _grain = new();
    private readonly Observer _observer = new();
    private readonly ListLogger _log = new();
    private readonly LiveQueue _queue = new("input/3", new LiveStreamOptions(), new FakeTimeProvider());
    private readonly Attachment<int> _attachment;

    public AttachmentTests()
    {
        _attachment = new Attachment<int>(_queue, Batches.A, _grain, _observer, _log);
        _queue.OpenDoor();
        _queue.Attach(Batches.A, _attachment);
    }

    public void Dispose() => _attachment.Dispose();

    [Fact]
    public async Task Post_WhileTheGrainWorks_IsTakenInTheSameTurn()
    {
        await _queue.AddAsync([Batches.Of(Batches.A, 1, 2)]);
        await _queue.AddAsync([Batches.Of(Batches.A, 3)]);
        Assert.Empty(_observer.Taken);

        Assert.Equal(1, _grain.RunTurns());

        Assert.Equal([1, 2, 3], _observer.Taken);
        Assert.Equal(0, _queue.Events);
    }

    [Fact]
    public async Task Post_EventOfAnotherType_IsLoggedAndLeftOut()
    {
        await _queue.AddAsync([Batches.Of(Batches.A, "one", 2)]);

        _grain.RunTurns();

        Assert.Equal([2], _observer.Taken);
        Assert.Equal("Stream test/0 carries a System.String; its subscriber takes System.Int32. It was left out", Assert.Single(_log.Lines));
    }

    [Fact]
    public async Task Post_ObserverFails_LeavesOutThatEventOnly()
    {
        _observer.Fails = 2;
        await _queue.AddAsync([Batches.Of(Batches.A, 1, 2, 3)]);
        _grain.RunTurns();
        await _queue.AddAsync([Batches.Of(Batches.A, 4)]);
        _grain.RunTurns();

        Assert.Equal([1, 3, 4], _observer.Taken);
        Assert.Equal("The grain that is attached to stream test/0 failed to take an event, which is left out", Assert.Single(_log.Lines));
        Assert.Equal(0, _queue.Events);
    }

    [Fact]
    public async Task Post_RequestContext_IsThereForItsEventOnly()
    {
        await _queue.AddAsync([Batches.Of(Batches.A, 1), Batches.InContext(Batches.A, 2), Batches.Of(Batches.A, 3)]);

        _grain.RunTurns();

        Assert.Equal([null, "value", null], _observer.Contexts);
    }

    [Fact]
    public async Task Dispose_AmongEvents_GivesBackWhatWasNotBegun()
    {
        _observer.Gate = new TaskCompletionSource();
        await _queue.AddAsync([Batches.Of(Batches.A, 1, 2), Batches.InContext(Batches.A, 3)]);
        _grain.RunTurns();
        Assert.Equal([1], _observer.Taken);

        _attachment.Dispose();
        _observer.Gate.SetResult();
        _grain.RunTurns();
        var read = await _queue.ReadAsync(TimeSpan.Zero, TestContext.Current.CancellationToken);

        Assert.Equal([1], _observer.Taken);
        Assert.Equal([2, 3], Batches.EventsOf(read, Batches.A));
        Assert.Equal(2, _queue.Events);
    }

    [Fact]
    public async Task CloseDoor_AmongEvents_LaterOnesComeDirectlyAgain()
    {
        _observer.Gate = new TaskCompletionSource();
        await _queue.AddAsync([Batches.Of(Batches.A, 1, 2)]);
        _grain.RunTurns();

        _queue.CloseDoor();
        _queue.OpenDoor();
        (await _queue.ReadAsync(TimeSpan.Zero, TestContext.Current.CancellationToken)).ForEach(_queue.Delivered);
        await _queue.AddAsync([Batches.Of(Batches.A, 3)]);
        _observer.Gate.SetResult();
        _grain.RunTurns();

        Assert.Equal([1, 3], _observer.Taken);
        Assert.Equal(0, _queue.Events);
    }

    private sealed class Observer : ILiveStreamObserver<int>
    {
        public List<int> Taken { get; } = [];

        public List<object?> Contexts { get; } = [];

        public int Fails { get; set; }

        public TaskCompletionSource? Gate { get; set; }

        public async ValueTask OnNextAsync(int item)
        {
            if (item == Fails)
            {
                throw new InvalidOperationException("fails");
            }

            Taken.Add(item);
            Contexts.Add(RequestContext.Get("key"));
            if (Gate is { } gate)
            {
                await gate.Task;
            }
        }
    }
}
