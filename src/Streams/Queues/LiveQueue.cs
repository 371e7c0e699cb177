using System.Diagnostics.CodeAnalysis;
using RnnCluster.Streams.Attaching;

namespace RnnCluster.Streams.Queues;

/// <summary>
/// One queue as this silo has it. Events of a stream that a grain of this silo is attached to go to that grain directly; all others
/// wait for the pulling agent. Only the silo that the queue's door lives on is handed events.
/// </summary>
/// <remarks>
/// A stream keeps its order on both ways: while events of it wait for the agent, or are with it and not delivered, later ones go behind
/// them, also when a grain has attached meanwhile.
/// </remarks>
internal sealed class LiveQueue(string name, LiveStreamOptions options, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<StreamId, IAttachment> _attachments = [];

    // Batches on the way through the agent, by stream: waiting here, or read and not delivered.
    private readonly Dictionary<StreamId, int> _undelivered = [];
    private List<LiveBatch> _waiting = [];
    private int _events;
    private bool _isLeaving;
    private TaskCompletionSource? _arrival;
    private TaskCompletionSource? _room;
    private TaskCompletionSource? _unread;

    /// <summary>Whether the queue's door lives on this silo.</summary>
    public bool HasDoor { get; private set; }

    /// <summary>Whether an agent of this silo reads the queue.</summary>
    public bool IsRead { get; private set; }

    /// <summary>Takes events in, as soon as there is room for them.</summary>
    /// <exception cref="LiveStreamFullException">There was none for <see cref="LiveStreamOptions.FullWaitMs"/>.</exception>
    /// <exception cref="LiveQueueMovedException">The queue is leaving this silo.</exception>
    public async Task AddAsync(List<LiveBatch> batches)
    {
        var started = time.GetTimestamp();
        while (!TryAdd(batches, out var room))
        {
            var left = TimeSpan.FromMilliseconds(options.FullWaitMs) - time.GetElapsedTime(started);
            try
            {
                await room.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, time);
            }
            catch (TimeoutException)
            {
                throw new LiveStreamFullException(
                    $"queue {name} held {options.QueueEventsLimit} events, as many as it may, for {options.FullWaitMs} ms; try again later");
            }
        }
    }

    /// <summary>Takes one event in, if the queue is here and has room.</summary>
    public bool TryAdd(StreamId stream, object item)
    {
        lock (_gate)
        {
            if (!HasDoor || _isLeaving || _events >= options.QueueEventsLimit)
            {
                return false;
            }

            Add(new LiveBatch(stream, [item], requestContext: null));
            return true;
        }
    }

    /// <summary>Waits until there is something for the agent, and takes it; one batch a stream, as far as they could be joined.</summary>
    /// <returns>Nothing when <paramref name="cancellation"/> ends the wait.</returns>
    public async Task<List<LiveBatch>> ReadAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            Task arrival;
            lock (_gate)
            {
                if (_waiting.Count > 0)
                {
                    var batches = _waiting;
                    _waiting = [];
                    return batches;
                }

                _arrival = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                arrival = _arrival.Task;
            }

            await arrival.WaitAsync(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }

        return [];
    }

    /// <summary>A batch that was read has joined another one of its stream.</summary>
    public void Joined(LiveBatch batch)
    {
        lock (_gate)
        {
            Leave(batch.StreamId);
        }
    }

    /// <summary>A batch that was read is delivered, or nobody wants it.</summary>
    public void Delivered(LiveBatch batch)
    {
        lock (_gate)
        {
            Leave(batch.StreamId);
            _events -= batch.Events.Count;
            if (_events < options.QueueEventsLimit)
            {
                _room?.TrySetResult();
                _room = null;
            }
        }
    }

    /// <summary>Hands the stream's events to a grain of this silo from now on.</summary>
    public void Attach(StreamId stream, IAttachment attachment)
    {
        lock (_gate)
        {
            _attachments[stream] = attachment;
        }
    }

    /// <summary>Ends that. What the grain was handed and did not take yet waits for the agent, before all that comes later.</summary>
    public void Detach(StreamId stream, IAttachment attachment)
    {
        lock (_gate)
        {
            if (_attachments.TryGetValue(stream, out var current) && current == attachment)
            {
                _attachments.Remove(stream);
            }

            if (attachment.Close() is { Count: > 0 } events)
            {
                Wait(new LiveBatch(stream, events, requestContext: null));
            }
        }
    }

    /// <summary>An agent of this silo reads the queue from now on.</summary>
    public void StartReading()
    {
        lock (_gate)
        {
            IsRead = true;
        }
    }

    /// <summary>No agent reads any more; what it did not deliver waits again, first of all.</summary>
    public void StopReading(IEnumerable<LiveBatch> undelivered)
    {
        lock (_gate)
        {
            _waiting.InsertRange(0, undelivered);
            IsRead = false;
            _unread?.TrySetResult();
            _unread = null;
        }
    }

    /// <summary>Completes when no agent of this silo reads the queue.</summary>
    public Task WhenUnreadAsync()
    {
        lock (_gate)
        {
            return !IsRead ? Task.CompletedTask : (_unread ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    /// <summary>The queue's door has come, with what waited where it was before.</summary>
    public void OpenDoor(IReadOnlyList<LiveBatch> brought)
    {
        lock (_gate)
        {
            HasDoor = true;
            _isLeaving = false;
            for (var i = brought.Count - 1; i >= 0; i--)
            {
                Enter(brought[i]);
            }

            _waiting.InsertRange(0, brought);
            WakeReader();
        }
    }

    /// <summary>The door is about to go: nothing is taken in any more, and who waits for room is sent away.</summary>
    public void Leave()
    {
        lock (_gate)
        {
            _isLeaving = true;
            _room?.TrySetResult();
            _room = null;
        }
    }

    /// <summary>The door goes; what waits goes with it, when it goes to another silo.</summary>
    public List<LiveBatch> CloseDoor()
    {
        lock (_gate)
        {
            HasDoor = false;
            var batches = _waiting;
            _waiting = [];
            foreach (var batch in batches)
            {
                Leave(batch.StreamId);
                _events -= batch.Events.Count;
            }

            return batches;
        }
    }

    private bool TryAdd(List<LiveBatch> batches, [NotNullWhen(false)] out Task? room)
    {
        lock (_gate)
        {
            room = null;
            if (_isLeaving)
            {
                throw new LiveQueueMovedException($"queue {name} moves to another silo");
            }

            if (_events >= options.QueueEventsLimit)
            {
                room = (_room ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
                return false;
            }

            foreach (var batch in batches)
            {
                Add(batch);
            }

            return true;
        }
    }

    private void Add(LiveBatch batch)
    {
        if (batch.Context is null && _attachments.TryGetValue(batch.StreamId, out var attachment) && !_undelivered.ContainsKey(batch.StreamId))
        {
            attachment.Post(batch.Events);
        }
        else
        {
            Wait(batch);
        }
    }

    private void Wait(LiveBatch batch)
    {
        if (_waiting.Count > 0 && _waiting[^1].StreamId.Equals(batch.StreamId) && _waiting[^1].TryJoin(batch))
        {
            _events += batch.Events.Count;
            return;
        }

        Enter(batch);
        _waiting.Add(batch);
        WakeReader();
    }

    private void Enter(LiveBatch batch)
    {
        _events += batch.Events.Count;
        _undelivered[batch.StreamId] = _undelivered.GetValueOrDefault(batch.StreamId) + 1;
    }

    private void Leave(StreamId stream)
    {
        if (_undelivered.TryGetValue(stream, out var count) && count > 1)
        {
            _undelivered[stream] = count - 1;
        }
        else
        {
            _undelivered.Remove(stream);
        }
    }

    private void WakeReader()
    {
        _arrival?.TrySetResult();
        _arrival = null;
    }
}
