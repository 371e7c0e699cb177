using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using RnnCluster.Streams.Attaching;
using RnnCluster.Streams.Queues;
using RnnCluster.Streams.Tests.Testing;

namespace RnnCluster.Streams.Tests.Queues;

public sealed class LiveQueuesTests
{
    private readonly LiveQueues _queues = new("input", new LiveStreamOptions(), new FakeTimeProvider(), NullLogger<LiveQueues>.Instance);

    [Fact]
    public void NumberOf_ManyStreams_UsesAllQueues()
    {
        var numbers = Enumerable.Range(0, 1_000).Select(number => _queues.NumberOf(Batches.Stream(number))).ToHashSet();

        Assert.Equal(Enumerable.Range(0, _queues.Count), numbers.Order());
    }

    [Fact]
    public async Task Attach_GrainEndsWithoutDetaching_GivesBackWhatItWasHanded()
    {
        var grain = new FakeGrain();
        var queue = _queues[_queues.NumberOf(Batches.A)];
        queue.OpenDoor();
        _queues.Attach(Batches.A, grain, new Never());
        await queue.AddAsync([Batches.Of(Batches.A, 1)]);

        grain.Deactivate(default, TestContext.Current.CancellationToken);
        await queue.AddAsync([Batches.Of(Batches.A, 2)]);

        var read = await queue.ReadAsync(TimeSpan.Zero, TestContext.Current.CancellationToken);
        Assert.Equal([1, 2], Batches.EventsOf(read, Batches.A));
    }

    private sealed class Never : ILiveStreamObserver<int>
    {
        public ValueTask OnNextAsync(int item) => throw new InvalidOperationException("not to be called");
    }
}
