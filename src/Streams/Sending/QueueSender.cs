using Orleans.Serialization;
using RnnCluster.Streams.Queues;

namespace RnnCluster.Streams.Sending;

/// <summary>
/// Sends what this process publishes to one queue, in order. What comes while a message is under way travels in the next one together,
/// whatever streams it belongs to. There is no timer: the first event leaves at once.
/// </summary>
/// <param name="name">The queue's name, for messages to people.</param>
/// <param name="door">The queue's door, wherever it lives.</param>
/// <param name="local">The queue as this silo has it; null in a client.</param>
/// <param name="serializer">Writes messages.</param>
/// <param name="options">Bounds and patience.</param>
/// <param name="time">The clock.</param>
/// <param name="gateways">Tells a client when a way to the door is gone; null in a silo.</param>
internal sealed class QueueSender(
    string name,
    ILiveQueueGrain door,
    LiveQueue? local,
    Serializer<List<LiveBatch>> serializer,
    LiveStreamOptions options,
    TimeProvider time,
    GatewayLoss? gateways = null)
    : IThreadPoolWorkItem
{
    private const int FirstRetryMs = 2;
    private const int LongestRetryMs = 200;

    private readonly Lock _gate = new();
    private readonly Queue<OutgoingMessage> _next = new();
    private OutgoingMessage? _last;
    private int _events;
    private bool _isSending;

    /// <summary>Sends events of one stream; completes when the queue has them.</summary>
    /// <exception cref="LiveStreamFullException">The queue, or what waits for it here, stayed full.</exception>
    public Task SendAsync(StreamId stream, IReadOnlyList<object> events, Dictionary<string, object>? requestContext)
    {
        lock (_gate)
        {
            if (!_isSending && local is { HasDoor: true } && events.Count == 1 && requestContext is null && local.TryAdd(stream, events[0]))
            {
                return Task.CompletedTask;
            }

            if (_events + events.Count > options.SenderEventsLimit && _events > 0)
            {
                return Task.FromException(new LiveStreamFullException(
                    $"{_events} events wait in this process for queue {name}; it may keep {options.SenderEventsLimit}, try again later"));
            }

            if (_last is null || !_last.HasRoom(events.Count))
            {
                _last = new OutgoingMessage(options.MessageEventsLimit);
                _next.Enqueue(_last);
            }

            _last.Add(stream, events, requestContext);
            _events += events.Count;
            var sent = _last.Sent;
            if (!_isSending)
            {
                _isSending = true;
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
            }

            return sent;
        }
    }

    void IThreadPoolWorkItem.Execute() => _ = SendAllAsync();

    private async Task SendAllAsync()
    {
        while (TakeMessage() is { } message)
        {
            try
            {
                foreach (var part in message.Parts())
                {
                    await SendAsync(part);
                }

                message.Complete();
            }
            catch (Exception exception)
            {
                message.Fail(exception);
            }
        }
    }

    private OutgoingMessage? TakeMessage()
    {
        lock (_gate)
        {
            if (!_next.TryDequeue(out var message))
            {
                _isSending = false;
                return null;
            }

            if (message == _last)
            {
                _last = null;
            }

            _events -= message.Events;
            return message;
        }
    }

    private async Task SendAsync(List<LiveBatch> batches)
    {
        var started = time.GetTimestamp();
        var full = 0;
        for (var retryMs = FirstRetryMs; ; retryMs = Math.Min(2 * retryMs, LongestRetryMs))
        {
            var tried = time.GetTimestamp();
            try
            {
                await (local is { HasDoor: true } ? local.AddAsync(batches) : SendAwayAsync(batches));
                return;
            }
            catch (LiveStreamFullException exception)
            {
                // The door has an answer soon, and this sender the patience. A queue that is full is there: the cluster does not change.
                full += (int)time.GetElapsedTime(tried).TotalMilliseconds + retryMs;
                started = time.GetTimestamp();
                if (full >= options.FullWaitMs)
                {
                    throw new LiveStreamFullException(
                        $"queue {name} held as many events as it may for {options.FullWaitMs} ms; try again later", exception);
                }
            }
            catch (OperationCanceledException) when (gateways is not null && time.GetElapsedTime(started).TotalMilliseconds < options.RetryMs)
            {
                // A gateway is gone, perhaps with this message or its answer. The events may arrive twice.
                retryMs = FirstRetryMs;
            }
            catch (Exception exception) when (IsPassing(exception) && time.GetElapsedTime(started).TotalMilliseconds < options.RetryMs)
            {
                // The door moves, or its silo or the way to it is gone. What was not answered may arrive twice.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(retryMs), time);
        }
    }

    /// <summary>Sends a message to another process, in parts when it is too large for one.</summary>
    private async Task SendAwayAsync(List<LiveBatch> batches)
    {
        var message = serializer.SerializeToArray(batches);
        if (message.Length <= options.MessageBytesLimit || batches is [{ Events.Count: 1 }])
        {
            var lost = gateways?.Next ?? CancellationToken.None;
            var call = door.EnqueueAsync(message);
            call.Ignore();
            await call.WaitAsync(TimeSpan.FromMilliseconds(options.AnswerWaitMs), time, lost);
            return;
        }

        var (first, second) = Halves(batches);
        await SendAsync(first);
        await SendAsync(second);
    }

    private static (List<LiveBatch> First, List<LiveBatch> Second) Halves(List<LiveBatch> batches)
    {
        var half = batches.Count / 2;
        if (half > 0)
        {
            return (batches[..half], batches[half..]);
        }

        var events = batches[0].Events.Count;
        return ([batches[0].Part(0, events / 2)], [batches[0].Part(events / 2, events - (events / 2))]);
    }

    private static bool IsPassing(Exception exception) => exception is LiveQueueMovedException || PassingFault.Is(exception);
}
