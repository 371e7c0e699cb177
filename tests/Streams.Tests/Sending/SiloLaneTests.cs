using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime.Messaging;
using Orleans.Serialization;
using RnnCluster.Streams.Queues;
using RnnCluster.Streams.Sending;
using RnnCluster.Streams.Tests.Testing;

namespace RnnCluster.Streams.Tests.Sending;

/// <summary>Senders of several queues that share a lane.</summary>
public sealed class SiloLaneTests : IDisposable
{
    private const int Queues = 3;

    private readonly LiveStreamOptions _options = new() { MessageEventsLimit = 4 };
    private readonly PacedTime _time = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddSerializer().BuildServiceProvider();
    private readonly FakeDoor[] _doors;
    private readonly QueueSender[] _senders;

    public SiloLaneTests()
    {
        var serializer = _services.GetRequiredService<Serializer<List<LiveBatch>>>();
        var partsSerializer = _services.GetRequiredService<Serializer<List<QueuePart>>>();
        var patience = new AnswerPatience(_options, _time);
        var lanes = new SiloLanes(partsSerializer, patience, _options);
        _doors = [.. Enumerable.Range(0, Queues).Select(_ => new FakeDoor(serializer, partsSerializer, Silos.Silo(1)))];
        _senders = [.. Enumerable.Range(0, Queues).Select(queue =>
            new QueueSender(new QueueKey("input", queue), _doors[queue], local: null, lanes, serializer, _options, patience, _time))];
    }

    public void Dispose() => _services.Dispose();

    [Fact]
    public async Task SendAsync_QueuesOfOneSilo_TravelTogether()
    {
        await FindSiloAsync();
        var first = SendAsync(0, 1);
        var message = await NextAsync();
        var later = new[] { SendAsync(2, 2), SendAsync(0, 3), SendAsync(1, 4), SendAsync(2, 5) };
        Assert.DoesNotContain(_doors, door => door.HasNext);

        message.Answer();
        await first;
        var next = await NextAsync();

        Assert.Equal([0, 1, 2], next.Queues);
        Assert.Equal([2, 5], EventsOf(next, 2));
        Assert.DoesNotContain(later, task => task.IsCompleted);
        next.Answer();
        await Task.WhenAll(later);
    }

    [Fact]
    public async Task SendAsync_QueueTakesNothing_GoesToItsDoorInOrder()
    {
        await FindSiloAsync();
        var sent = new List<Task> { SendAsync(0, 1) };
        var message = await NextAsync();
        sent.AddRange([SendAsync(0, 2), SendAsync(1, 3)]);
        message.Answer();
        message = await NextAsync();
        sent.Add(SendAsync(1, 4));

        message.Answer(refused: 1);
        var alone = await _doors[1].NextAsync();

        Assert.Null(alone.Parts);
        Assert.Equal([3], alone.Events);
        Assert.False(sent[2].IsCompleted);
        alone.Answer();
        message = await NextAsync();
        Assert.Equal([4], EventsOf(message, 1));
        message.Answer();
        await Task.WhenAll(sent);
    }

    [Fact]
    public async Task SendAsync_QueueIsRefused_HoldsNoOtherUp()
    {
        await FindSiloAsync();
        var refused = SendAsync(1, 1);
        (await NextAsync()).Answer(refused: 1);
        await _doors[1].NextAsync();

        var other = SendAsync(0, 2);
        (await _doors[0].NextAsync()).Answer();

        await other;
        Assert.False(refused.IsCompleted);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task SendAsync_JointMessageFails_EachGoesToItsOwnDoor(bool isLost)
    {
        await FindSiloAsync();
        var first = SendAsync(0, 1);
        var message = await NextAsync();
        var later = new[] { SendAsync(1, 2), SendAsync(2, 3) };
        message.Answer();
        await first;
        message = await NextAsync();

        if (isLost)
        {
            await _time.AdvanceUntilAsync(() => _doors[1].HasNext && _doors[2].HasNext);
        }
        else
        {
            message.Fail(new ConnectionFailedException("gone"));
        }

        foreach (var queue in new[] { 1, 2 })
        {
            var alone = await _doors[queue].NextAsync();
            Assert.Null(alone.Parts);
            Assert.Equal([queue + 1], alone.Events);
            alone.Answer();
        }

        await Task.WhenAll(later);
    }

    [Fact]
    public async Task SendAsync_TogetherTooManyBytes_EachGoesAlone()
    {
        await FindSiloAsync();
        _options.MessageBytesLimit = 1_024;
        var first = SendAsync(0, "a");
        var message = await NextAsync();
        var later = new[] { SendAsync(1, new string('b', 700)), SendAsync(2, new string('c', 700)) };
        message.Answer();
        await first;

        Assert.Null((await TakeAsync(1)).Parts);
        Assert.Null((await TakeAsync(2)).Parts);
        await Task.WhenAll(later);
    }

    [Fact]
    public async Task SendAsync_OneCallBeyondTheMessageLimit_TravelsInParts()
    {
        await FindSiloAsync();
        var sent = SendAsync(0, 1, 2, 3, 4, 5);

        Assert.Equal([1, 2, 3, 4], (await TakeAsync(0)).Events);
        Assert.Equal([5], (await TakeAsync(0)).Events);
        await sent;
    }

    [Fact]
    public async Task SendAsync_MoreMessagesUnderWay_DoNotWaitForEachOther()
    {
        _options.MessagesUnderWay = 2;
        await FindSiloAsync();
        var first = SendAsync(0, 1);
        var one = await _doors[0].NextAsync();
        var second = SendAsync(1, 2);
        var two = await _doors[1].NextAsync();
        var third = SendAsync(2, 3);
        Assert.DoesNotContain(_doors, door => door.HasNext);

        two.Answer();
        await second;
        await TakeAsync(2);
        await third;

        one.Answer();
        await first;
    }

    /// <summary>Each sender learns where its queue is.</summary>
    private async Task FindSiloAsync()
    {
        for (var queue = 0; queue < Queues; queue++)
        {
            var sent = SendAsync(queue, "first");
            Assert.Null((await TakeAsync(queue)).Parts);
            await sent;
        }
    }

    private Task SendAsync(int queue, params object[] events) => _senders[queue].SendAsync(Batches.A, events, requestContext: null);

    /// <summary>The next message, at whichever door.</summary>
    private async Task<FakeDoor.Message> NextAsync()
    {
        while (true)
        {
            if (_doors.FirstOrDefault(door => door.HasNext) is { } door)
            {
                return await door.NextAsync();
            }

            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private async Task<FakeDoor.Message> TakeAsync(int queue)
    {
        var message = await _doors[queue].NextAsync();
        message.Answer();
        return message;
    }

    private static IEnumerable<object> EventsOf(FakeDoor.Message message, int queue) =>
        message.Parts!.Where(part => part.Queue == queue).SelectMany(part => part.Batches).SelectMany(batch => batch.Events);
}
