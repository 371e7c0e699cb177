using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using RnnCluster.Streams.Placement;
using RnnCluster.Streams.Queues;
using RnnCluster.Streams.Sending;
using RnnCluster.Streams.Tests.Sending;
using RnnCluster.Streams.Tests.Testing;

namespace RnnCluster.Streams.Tests;

public sealed class LiveStreamAdapterTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddSerializer().BuildServiceProvider();
    private readonly FakeDoor _door;

    public LiveStreamAdapterTests() => _door = new FakeDoor(Serializer, Parts, Silos.Silo(1));

    private Serializer<List<LiveBatch>> Serializer => _services.GetRequiredService<Serializer<List<LiveBatch>>>();

    private Serializer<List<QueuePart>> Parts => _services.GetRequiredService<Serializer<List<QueuePart>>>();

    public void Dispose() => _services.Dispose();

    [Fact]
    public async Task QueueMessageBatchAsync_Filter_LosesAndDoublesEvents()
    {
        var adapter = Create(new CopiesByValue());

        var lost = adapter.QueueMessageBatchAsync(Batches.A, [0], token: null, requestContext: null!);
        var sent = adapter.QueueMessageBatchAsync(Batches.A, [1, 0, 2], token: null, requestContext: null!);
        var message = await _door.NextAsync();
        message.Answer();
        await sent;

        Assert.True(lost.IsCompletedSuccessfully);
        Assert.Equal([1, 2, 2], message.Events);
        Assert.False(_door.HasNext);
    }

    private LiveStreamAdapter Create(ILiveStreamFilter filter)
    {
        var options = new LiveStreamOptions();
        var patience = new AnswerPatience(options, TimeProvider.System);
        var lanes = new SiloLanes(Parts, patience, options);
        var sender = new QueueSender(new QueueKey("live", 0), _door, local: null, lanes, Serializer, options, patience, TimeProvider.System);
        return new LiveStreamAdapter(
            "live", new LiveStreamMap("live", queueCount: 1), [sender], _ => throw new InvalidOperationException("nothing is read here"), filter);
    }

    /// <summary>An event comes as often as its number says.</summary>
    private sealed class CopiesByValue : ILiveStreamFilter
    {
        public int Copies(StreamId stream, object item) => (int)item;
    }
}
