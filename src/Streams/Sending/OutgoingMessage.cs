namespace RnnCluster.Streams.Sending;

/// <summary>What a sender gathers for its next message.</summary>
internal sealed class OutgoingMessage
{
    private readonly TaskCompletionSource _sent = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<LiveBatch> _batches = [];

    /// <summary>Events that it holds.</summary>
    public int Events { get; private set; }

    /// <summary>Completes when the queue has all of them.</summary>
    public Task Sent => _sent.Task;

    /// <summary>Adds events; those of the stream that came last join their batch.</summary>
    public void Add(StreamId stream, IReadOnlyList<object> events, Dictionary<string, object>? requestContext)
    {
        Events += events.Count;
        var last = _batches.Count > 0 ? _batches[^1] : null;
        if (last is { Context: null } && requestContext is null && last.StreamId.Equals(stream))
        {
            last.Events.AddRange(events);
        }
        else
        {
            _batches.Add(new LiveBatch(stream, [.. events], requestContext));
        }
    }

    /// <summary>The batches in parts of about <paramref name="eventsLimit"/> events.</summary>
    public IEnumerable<List<LiveBatch>> Parts(int eventsLimit)
    {
        if (Events <= eventsLimit)
        {
            yield return _batches;
            yield break;
        }

        var part = new List<LiveBatch>();
        var events = 0;
        foreach (var batch in _batches)
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
