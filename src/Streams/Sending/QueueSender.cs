using Orleans.Serialization;
using RnnCluster.Streams.Queues;

namespace RnnCluster.Streams.Sending;

/// <summary>
/// Sends what this process publishes to one queue, in order. What comes while a message is under way travels in the next one together,
/// whatever streams it belongs to. There is no timer: the first event leaves at once.
/// </summary>
/// <remarks>
/// A message goes to the queue's door, wherever it lives, whose answer says on which silo that is. From then on messages travel with those
/// for other queues of that silo, until the queue does not take one there: that one goes to the door again.
/// </remarks>
/// <param name="key">The queue.</param>
/// <param name="door">The queue's door, wherever it lives.</param>
/// <param name="local">The queue as this silo has it; null in a client.</param>
/// <param name="lanes">The ways to the silos, which the senders of a provider share.</param>
/// <param name="serializer">Writes messages.</param>
/// <param name="options">Bounds and patience.</param>
/// <param name="patience">Waits for answers.</param>
/// <param name="time">The clock.</param>
internal sealed class QueueSender(
    QueueKey key,
    ILiveQueueGrain door,
    LiveQueue? local,
    SiloLanes lanes,
    Serializer<List<LiveBatch>> serializer,
    LiveStreamOptions options,
    AnswerPatience patience,
    TimeProvider time)
    : IThreadPoolWorkItem
{
    private const int FirstRetryMs = 2;
    private const int LongestRetryMs = 200;

    private readonly Lock _gate = new();
    private readonly Queue<OutgoingMessage> _next = new();
    private OutgoingMessage? _last;
    private int _events;

    // From the first event that waits until none is left. Meanwhile the sender belongs to one task: its own or its lane's.
    private bool _isSending;
    private SiloLane? _lane;
    private OutgoingMessage? _current;

    /// <summary>The queue's door, wherever it lives.</summary>
    public ILiveQueueGrain Door => door;

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
                    $"{_events} events wait in this process for queue {key}; it may keep {options.SenderEventsLimit}, try again later"));
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
                GoOn();
            }

            return sent;
        }
    }

    /// <summary>The next message, for the lane to take along. Asked once the lane was told that there is one.</summary>
    public QueuePart TakePart()
    {
        lock (_gate)
        {
            _current = TakeMessage();
            return new QueuePart(key.Number, _current.Batches);
        }
    }

    /// <summary>Whether the queue has the part that the lane took along.</summary>
    public void Answer(bool isTaken)
    {
        lock (_gate)
        {
            if (!isTaken)
            {
                MoveTo(null);
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
                return;
            }

            _current!.Complete();
            _current = null;
            _isSending = _next.Count > 0;
            if (_isSending)
            {
                GoOn();
            }
        }
    }

    void IThreadPoolWorkItem.Execute() => _ = SendAloneAsync();

    /// <summary>Lets the next message go: along the lane where there is one, or alone.</summary>
    private void GoOn()
    {
        if (!TryEnlist())
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    /// <summary>Leaves the next message to the lane, if the way is not shorter and the message is none of those that travel in parts.</summary>
    private bool TryEnlist()
    {
        if (_lane is null || local is { HasDoor: true } || _next.Peek().Events > options.MessageEventsLimit)
        {
            return false;
        }

        _lane.Enlist(this);
        return true;
    }

    private async Task SendAloneAsync()
    {
        while (NextAlone() is { } message)
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

    /// <summary>The message that the lane brought back, or the next one, unless that goes along a lane.</summary>
    private OutgoingMessage? NextAlone()
    {
        lock (_gate)
        {
            var message = _current;
            _current = null;
            _isSending = message is not null || _next.Count > 0;
            return message ?? (_isSending && !TryEnlist() ? TakeMessage() : null);
        }
    }

    private OutgoingMessage TakeMessage()
    {
        var message = _next.Dequeue();
        if (message == _last)
        {
            _last = null;
        }

        _events -= message.Events;
        return message;
    }

    private void MoveTo(SiloAddress? silo)
    {
        if (_lane is not null && !_lane.Silo.Equals(silo))
        {
            lanes.Leave(_lane);
            _lane = null;
        }

        if (silo is not null)
        {
            _lane ??= lanes.Join(silo);
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
                        $"queue {key} held as many events as it may for {options.FullWaitMs} ms; try again later", exception);
                }
            }
            catch (OperationCanceledException) when (time.GetElapsedTime(started).TotalMilliseconds < options.RetryMs)
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
            var silo = await patience.CallAsync(() => door.EnqueueAsync(message));
            lock (_gate)
            {
                MoveTo(silo);
            }

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
