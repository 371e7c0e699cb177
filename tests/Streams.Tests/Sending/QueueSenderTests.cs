using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime.Messaging;
using Orleans.Serialization;
using RnnCluster.Streams.Queues;
using RnnCluster.Streams.Sending;
using RnnCluster.Streams.Tests.Testing;

namespace RnnCluster.Streams.Tests.Sending;

public sealed class QueueSenderTests : IDisposable
{
    private readonly LiveStreamOptions _options = new() { MessageEventsLimit = 4, SenderEventsLimit = 8, RetryMs = 10_000 };
    private readonly PacedTime _time = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddSerializer().BuildServiceProvider();
    private readonly FakeDoor _door;
    private readonly QueueSender _sender;

    public QueueSenderTests()
    {
        _door = new FakeDoor(Serializer, Parts, Silos.Silo(1));
        _sender = Create(local: null);
    }

    private Serializer<List<LiveBatch>> Serializer => _services.GetRequiredService<Serializer<List<LiveBatch>>>();

    private Serializer<List<QueuePart>> Parts => _services.GetRequiredService<Serializer<List<QueuePart>>>();

    public void Dispose() => _services.Dispose();

    [Fact]
    public async Task SendAsync_WhileAMessageIsUnderWay_TravelsInTheNextOneTogether()
    {
        var first = SendAsync(Batches.A, 1);
        var message = await _door.NextAsync();
        var later = new[] { SendAsync(Batches.A, 2), SendAsync(Batches.A, 3), SendAsync(Batches.B, 4) };
        Assert.False(_door.HasNext);

        message.Answer();
        await first;
        var next = await _door.NextAsync();

        Assert.Equal([2, 3, 4], next.Events);
        Assert.Equal(2, next.Batches.Count);
        Assert.DoesNotContain(later, task => task.IsCompleted);
        next.Answer();
        await Task.WhenAll(later);
    }

    [Fact]
    public async Task SendAsync_MoreThanOneMessageHolds_TravelsInSeveralInOrder()
    {
        var sent = new List<Task> { SendAsync(Batches.A, 0) };
        var message = await _door.NextAsync();
        sent.Add(SendAsync(Batches.A, 1, 2, 3));
        sent.Add(SendAsync(Batches.A, 4, 5));
        message.Answer();

        Assert.Equal([1, 2, 3], await TakeAsync());
        Assert.Equal([4, 5], await TakeAsync());
        await Task.WhenAll(sent);
    }

    [Fact]
    public async Task SendAsync_OneCallBeyondTheMessageLimit_IsCut()
    {
        var sent = SendAsync(Batches.A, 1, 2, 3, 4, 5, 6);

        Assert.Equal([1, 2, 3, 4], await TakeAsync());
        Assert.Equal([5, 6], await TakeAsync());
        await sent;
    }

    [Fact]
    public async Task SendAsync_TooManyBytes_IsCutBetweenEvents()
    {
        _options.MessageBytesLimit = 1_024;
        var texts = Enumerable.Range(0, 3).Select(number => new string((char)('a' + number), 700)).ToArray<object>();
        var sent = SendAsync(Batches.A, texts);

        foreach (var text in texts)
        {
            Assert.Equal([text], await TakeAsync());
        }

        await sent;
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task SendAsync_ClusterChanges_TriesAgain(int kind)
    {
        var sent = SendAsync(Batches.A, 1);
        for (var turn = 0; turn < 20; turn++)
        {
            var message = await _door.NextAsync();

            // A wait for the answer and one for the next try each turn: the clock stands until the sender has heard.
            await BeginAsync(2 * turn + 1);
            message.Fail(Passing(kind));
            await BeginAsync(2 * turn + 2);
            await _time.AdvanceUntilAsync(() => _door.HasNext || sent.IsCompleted);
        }

        Assert.Equal([1], await TakeAsync());
        await sent;
    }

    [Fact]
    public async Task SendAsync_NoAnswer_SendsAgainUntilThereIsOne()
    {
        var started = _time.GetTimestamp();
        var sent = SendAsync(Batches.A, 1);
        for (var turn = 0; turn < 3; turn++)
        {
            await _door.NextAsync();
            await _time.AdvanceUntilAsync(() => _door.HasNext || sent.IsCompleted);
        }

        // Three times as long as an answer may take, and the pauses between the tries.
        Assert.InRange(_time.GetElapsedTime(started).TotalMilliseconds, 7_500, 8_000);
        Assert.Equal([1], await TakeAsync());
        await sent;
    }

    [Fact]
    public async Task SendAsync_GatewayGoes_SendsAgainAtOnce()
    {
        using var gateways = new GatewayLoss();
        var sent = Create(local: null, gateways).SendAsync(Batches.A, [1], requestContext: null);
        await _door.NextAsync();
        await BeginAsync(1);
        var started = _time.GetTimestamp();

        gateways.NotifyGatewayCountChanged(2, 1, connectionRecovered: false);
        gateways.NotifyGatewayCountChanged(1, 2, connectionRecovered: false);
        await BeginAsync(2);
        await _time.AdvanceUntilAsync(() => _door.HasNext || sent.IsCompleted);

        Assert.InRange(_time.GetElapsedTime(started).TotalMilliseconds, 0, 10);
        Assert.Equal([1], await TakeAsync());
        await sent;
    }

    [Fact]
    public async Task SendAsync_QueueIsFullForAWhile_TriesAgain()
    {
        var sent = SendAsync(Batches.A, 1);
        for (var turn = 0; turn < 5; turn++)
        {
            (await _door.NextAsync()).Fail(new LiveStreamFullException("full for a moment"));
            await _time.AdvanceUntilAsync(() => _door.HasNext || sent.IsCompleted);
        }

        Assert.Equal([1], await TakeAsync());
        await sent;
    }

    [Fact]
    public async Task SendAsync_DoorMovesForTooLong_EndsWithItsError()
    {
        var sent = SendAsync(Batches.A, 1);
        while (!sent.IsCompleted)
        {
            await _time.AdvanceUntilAsync(() => _door.HasNext || sent.IsCompleted);
            if (_door.HasNext)
            {
                (await _door.NextAsync()).Fail(Passing(0));
            }
        }

        await Assert.ThrowsAsync<LiveQueueMovedException>(() => sent);
        var next = SendAsync(Batches.A, 2);
        Assert.Equal([2], await TakeAsync());
        await next;
    }

    [Fact]
    public async Task SendAsync_QueueIsFull_FailsTheCallsOfThatMessageOnly()
    {
        var first = SendAsync(Batches.A, 1);
        var message = await _door.NextAsync();
        var second = SendAsync(Batches.A, 2);
        while (!first.IsCompleted)
        {
            message.Fail(new LiveStreamFullException("full"));
            await _time.AdvanceUntilAsync(() => _door.HasNext);
            message = await _door.NextAsync();
        }

        var exception = await Assert.ThrowsAsync<LiveStreamFullException>(() => first);
        Assert.Equal("queue input/3 held as many events as it may for 10000 ms; try again later", exception.Message);
        Assert.Equal([2], message.Events);
        message.Answer();
        await second;
    }

    [Fact]
    public async Task SendAsync_TooMuchWaitsHere_FailsByItsTask()
    {
        var first = SendAsync(Batches.A, 0);
        var message = await _door.NextAsync();
        var waiting = SendAsync(Batches.A, 1, 2, 3, 4, 5, 6, 7);

        var refused = SendAsync(Batches.B, 8, 9);

        var exception = await Assert.ThrowsAsync<LiveStreamFullException>(() => refused);
        Assert.Equal("7 events wait in this process for queue input/3; it may keep 8, try again later", exception.Message);
        message.Answer();
        await TakeAsync();
        await TakeAsync();
        await Task.WhenAll(first, waiting);
    }

    [Fact]
    public async Task SendAsync_DoorIsHere_NeedsNoMessage()
    {
        var queue = new LiveQueue("input/3", _options, _time);
        queue.OpenDoor();
        var sender = Create(queue);

        Assert.True(sender.SendAsync(Batches.A, [1], requestContext: null).IsCompletedSuccessfully);
        await sender.SendAsync(Batches.A, [2, 3], requestContext: null);

        Assert.False(_door.HasNext);
        Assert.Equal([1, 2, 3], (await queue.ReadAsync(TimeSpan.Zero, TestContext.Current.CancellationToken)).SelectMany(batch => batch.Events));
    }

    [Fact]
    public async Task SendAsync_DoorLeavesMeanwhile_GoesAfterIt()
    {
        var queue = new LiveQueue("input/3", _options, _time);
        queue.OpenDoor();
        queue.Leave();
        var sent = Create(queue).SendAsync(Batches.A, [1], requestContext: null);

        queue.CloseDoor();
        await _time.AdvanceUntilAsync(() => _door.HasNext || sent.IsCompleted);

        Assert.Equal([1], await TakeAsync());
        await sent;
    }

    private QueueSender Create(LiveQueue? local, GatewayLoss? gateways = null)
    {
        var patience = new AnswerPatience(_options, _time, gateways);
        var lanes = new SiloLanes(Parts, patience, _options);
        return new QueueSender(new QueueKey("input", 3), _door, local, lanes, Serializer, _options, patience, _time);
    }

    /// <summary>Until the sender waits for the time so often.</summary>
    private async Task BeginAsync(int waits)
    {
        while (_time.Begun < waits)
        {
            await Task.Yield();
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        }
    }

    private Task SendAsync(StreamId stream, params object[] events) => _sender.SendAsync(stream, events, requestContext: null);

    private async Task<IEnumerable<object>> TakeAsync()
    {
        var message = await _door.NextAsync();
        message.Answer();
        return message.Events;
    }

    private static Exception Passing(int kind) => kind switch
    {
        0 => new LiveQueueMovedException("moves"),
        1 => new SiloUnavailableException("gone"),
        2 => new ConnectionFailedException("gone"),
        3 => new GatewayTooBusyException(),
        _ => new TimeoutException("not answered"),
    };
}
