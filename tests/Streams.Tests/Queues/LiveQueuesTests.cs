using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using RnnCluster.Streams.Attaching;
using RnnCluster.Streams.Placement;
using RnnCluster.Streams.Queues;
using RnnCluster.Streams.Tests.Testing;

namespace RnnCluster.Streams.Tests.Queues;

public sealed class LiveQueuesTests
{
    private static readonly LiveStreamOptions Options = new();

    private readonly LiveStreamMap _map = new("input", Options.QueueCount);
    private readonly LiveQueues _queues;

    public LiveQueuesTests() =>
        _queues = new LiveQueues("input", Options, _map, owners: null!, new FakeTimeProvider(), NullLogger<LiveQueues>.Instance);

    [Fact]
    public async Task Attach_GrainEndsWithoutDetaching_GivesBackWhatItWasHanded()
    {
        var grain = new FakeGrain();
        var queue = _queues[_map.NumberOf(Batches.A)];
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
