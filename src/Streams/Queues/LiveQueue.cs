using System.Diagnostics.CodeAnalysis;
using RnnCluster.Streams.Attaching;

namespace RnnCluster.Streams.Queues;

/// <summary>
/// One queue as this silo has it. Events of a stream that a grain of this silo is attached to go to that grain directly; all others
/// wait for the pulling agent. Only the silo that the queue's door lives on is handed events.
/// </summary>
/// <remarks>
/// <para>
/// The agent is woken for what it can deliver at once. While it has events of a stream that are not delivered, later ones of that stream
/// gather here, and it reads all of them together when those are.
/// </para>
/// <para>
/// A stream keeps its order on both ways: while events of it wait for the agent, or are with it and not delivered, later ones go behind
/// them, also when a grain has attached meanwhile. What a grain gives back goes before all that waits.
/// </para>
/// </remarks>
internal sealed partial class LiveQueue(string name, LiveStreamOptions options, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<StreamId, IAttachment> _attachments = [];

    // Batches on the way through the agent: waiting here, or read and not delivered.
    private readonly StreamCounts _undelivered = new();

    // Those of them that were read.
    private readonly StreamCounts _read = new();
    private readonly Signal _arrival = new();
    private readonly Signal _room = new();
    private readonly Signal _unread = new();
    private readonly Signal _doorGone = new();
    private List<LiveBatch> _waiting = [];
    private int _events;
    private bool _hasNews;
    private bool _isLeaving;

    /// <summary>Whether the queue's door lives on this silo.</summary>
    public bool HasDoor { get; private set; }

    /// <summary>Whether an agent of this silo reads the queue.</summary>
    public bool IsRead { get; private set; }

    /// <summary>Events that are here: with attached grains, waiting, or with the agent.</summary>
    public int Events => Volatile.Read(ref _events);

    /// <summary>Streams with events that wait for the agent or are with it.</summary>
    public int Streams
    {
        get
        {
            lock (_gate)
            {
                return _undelivered.Streams;
            }
        }
    }

    /// <summary>How often the agent came for batches. Stands still while nothing happens.</summary>
    public long Reads { get; private set; }

    /// <summary>Whether producers have to wait.</summary>
    public bool IsFull => Events >= options.QueueEventsLimit;

    private bool IsHere => HasDoor && !_isLeaving;

    /// <summary>Takes events in, as soon as there is room for them.</summary>
    /// <exception cref="LiveStreamFullException">There was none for <see cref="LiveStreamOptions.FullWaitMs"/>.</exception>
    /// <exception cref="LiveQueueMovedException">The queue is leaving this silo.</exception>
    public Task AddAsync(List<LiveBatch> batches) => AddAsync(batches, options.FullWaitMs);

    /// <summary>Takes events in that another process sent, which must hear soon whether they are taken and goes on trying itself.</summary>
    /// <exception cref="LiveStreamFullException">There was no room for a part of the time that the sender waits for an answer.</exception>
    /// <exception cref="LiveQueueMovedException">The queue is leaving this silo.</exception>
    public Task AddFromAfarAsync(List<LiveBatch> batches) => AddAsync(batches, Math.Min(options.FullWaitMs, options.AnswerWaitMs * 2 / 5));

    private async Task AddAsync(List<LiveBatch> batches, int waitMs)
    {
        var started = time.GetTimestamp();
        while (!TryAdd(batches, out var room))
        {
            var left = TimeSpan.FromMilliseconds(waitMs) - time.GetElapsedTime(started);
            try
            {
                await room.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, time);
            }
            catch (TimeoutException)
            {
                throw new LiveStreamFullException(
                    $"queue {name} held {options.QueueEventsLimit} events, as many as it may, for {waitMs} ms; try again later");
            }
        }
    }

    /// <summary>Takes one event in, if the queue is here and has room.</summary>
    public bool TryAdd(StreamId stream, object item)
    {
        lock (_gate)
        {
            if (!IsHere || IsFull)
            {
                return false;
            }

            Add(new LiveBatch(stream, [item], requestContext: null));
            return true;
        }
    }

    /// <summary>Takes events in at once, if the queue is here and has room.</summary>
    public bool TryAdd(List<LiveBatch> batches)
    {
        lock (_gate)
        {
            if (!IsHere || IsFull)
            {
                return false;
            }

            batches.ForEach(Add);
            return true;
        }
    }

    /// <summary>Waits until there is something that the agent can deliver, and takes all that waits; one batch a stream, as far as they could be joined.</summary>
    /// <returns>Nothing when <paramref name="cancellation"/>, <paramref name="wait"/> or a nudge ends the wait.</returns>
    public async Task<List<LiveBatch>> ReadAsync(TimeSpan wait, CancellationToken cancellation)
    {
        Task arrival;
        lock (_gate)
        {
            Reads++;
            arrival = _hasNews ? Task.CompletedTask : _arrival.Next;
        }

        await arrival.WaitAsync(wait, time, cancellation).ConfigureAwait(
            ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        lock (_gate)
        {
            if (cancellation.IsCancellationRequested)
            {
                return [];
            }

            var batches = _waiting;
            _waiting = [];
            _hasNews = false;
            batches.ForEach(batch => _read.Enter(batch.StreamId));
            return batches;
        }
    }

    /// <summary>A batch that was read has joined another one of its stream.</summary>
    public void Joined(LiveBatch batch)
    {
        lock (_gate)
        {
            _read.Leave(batch.StreamId);
            _undelivered.Leave(batch.StreamId);
        }
    }

    /// <summary>A batch that was read is delivered, or nobody wants it.</summary>
    public void Delivered(LiveBatch batch)
    {
        lock (_gate)
        {
            _read.Leave(batch.StreamId);
            _undelivered.Leave(batch.StreamId);
            Free(batch.Events.Count);
            TellOf(batch.StreamId);
        }
    }

    /// <summary>An attached grain has taken <paramref name="events"/> events.</summary>
    public void Taken(int events)
    {
        lock (_gate)
        {
            Free(events);
        }
    }

    /// <summary>Hands the stream's events to a grain of this silo from now on.</summary>
    public void Attach(StreamId stream, IAttachment attachment)
    {
        lock (_gate)
        {
            if (_attachments.TryGetValue(stream, out var former))
            {
                TakeBack(former);
            }

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

            TakeBack(attachment);
        }
    }

    private bool TryAdd(List<LiveBatch> batches, [NotNullWhen(false)] out Task? room)
    {
        lock (_gate)
        {
            room = null;
            if (!IsHere)
            {
                throw new LiveQueueMovedException($"queue {name} moves to another silo");
            }

            if (IsFull)
            {
                // The agent may hold what nobody subscribes to.
                _arrival.Set();
                room = _room.Next;
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
        if (_attachments.TryGetValue(batch.StreamId, out var attachment) && !_undelivered.Has(batch.StreamId))
        {
            _events += batch.Events.Count;
            attachment.Post(batch);
        }
        else if (_waiting.Count > 0 && _waiting[^1].TryJoin(batch, options.MessageEventsLimit))
        {
            _events += batch.Events.Count;
        }
        else
        {
            Enter(batch);
            _waiting.Add(batch);
            TellOf(batch.StreamId);
        }
    }

    /// <summary>Wakes the agent if events of the stream wait and it has none of them.</summary>
    private void TellOf(StreamId stream)
    {
        if (_undelivered.Has(stream) && !_read.Has(stream))
        {
            _hasNews = true;
            _arrival.Set();
        }
    }

    private void Enter(LiveBatch batch)
    {
        _events += batch.Events.Count;
        _undelivered.Enter(batch.StreamId);
    }

    private void Free(int events)
    {
        _events -= events;
        if (!IsFull)
        {
            _room.Set();
        }
    }

    private void TakeBack(IAttachment attachment)
    {
        var rest = attachment.TakeBack();
        _waiting.InsertRange(0, rest);
        foreach (var batch in rest)
        {
            _undelivered.Enter(batch.StreamId);
            TellOf(batch.StreamId);
        }
    }
}
