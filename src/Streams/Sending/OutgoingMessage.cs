namespace RnnCluster.Streams.Sending;

/// <summary>What a sender gathers for one of its next messages.</summary>
/// <param name="eventsLimit">Events that it is meant to hold. Those of one call stay together, also when they are more.</param>
internal sealed class OutgoingMessage(int eventsLimit)
{
    private readonly TaskCompletionSource _sent = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Events that it holds.</summary>
    public int Events { get; private set; }

    /// <summary>The events, as batches of their streams; all of them, also when they are more than a message may have.</summary>
    public List<LiveBatch> Batches { get; } = [];

    /// <summary>Completes when the queue has all of them.</summary>
    public Task Sent => _sent.Task;

    /// <summary>Whether <paramref name="events"/> more fit.</summary>
    public bool HasRoom(int events) => Events == 0 || Events + events <= eventsLimit;

    /// <summary>Adds events; those of the stream that came last join their batch.</summary>
    public void Add(StreamId stream, IReadOnlyList<object> events, Dictionary<string, object>? requestContext)
    {
        Events += events.Count;
        var last = Batches.Count > 0 ? Batches[^1] : null;
        if (last is { Context: null } && requestContext is null && last.StreamId.Equals(stream) && last.Events.Count + events.Count <= eventsLimit)
        {
            last.Events.AddRange(events);
            return;
        }

        for (var start = 0; start < events.Count; start += eventsLimit)
        {
            Batches.Add(new LiveBatch(stream, [.. events.Skip(start).Take(eventsLimit)], requestContext));
        }
    }

    /// <summary>The batches in parts of at most the events that a message may have.</summary>
    public IEnumerable<List<LiveBatch>> Parts()
    {
        var part = new List<LiveBatch>();
        var events = 0;
        foreach (var batch in Batches)
        {
            if (part.Count > 0 && events + batch.Events.Count > eventsLimit)
            {
                yield return part;
                part = [];
                events = 0;
            }

            part.Add(batch);
            events += batch.Events.Count;
        }

        yield return part;
    }

    public void Complete() => _sent.TrySetResult();

    public void Fail(Exception exception)
    {
        _sent.TrySetException(exception);

        // A producer need not look.
        _ = _sent.Task.Exception;
    }
}
