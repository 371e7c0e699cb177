using Orleans.Providers.Streams.Common;
using Orleans.Streams;

namespace RnnCluster.Streams;

/// <summary>Events of one stream that travel, wait and are delivered together, in order.</summary>
/// <remarks>Immutable from the moment that a subscriber is given it; until then more events of its stream may join.</remarks>
[GenerateSerializer, Immutable, Alias("rnn.LiveBatch")]
internal sealed class LiveBatch(StreamId streamId, List<object> events, Dictionary<string, object>? requestContext) : IBatchContainer
{
    [NonSerialized]
    private EventSequenceTokenV2? _token;

    [NonSerialized]
    private bool _isGiven;

    [Id(0)]
    public StreamId StreamId { get; } = streamId;

    [Id(1)]
    public List<object> Events { get; } = events;

    /// <summary>The producer's request context; null for none.</summary>
    [Id(2)]
    public Dictionary<string, object>? Context { get; } = requestContext;

    /// <summary>Place among the batches that the queue's agent read; its first one when several were joined.</summary>
    [Id(3)]
    public long Sequence { get; private set; }

    /// <summary>Sequence of the last batch that joined.</summary>
    [Id(4)]
    public long LastSequence { get; private set; }

    public StreamSequenceToken SequenceToken => _token ??= new EventSequenceTokenV2(Sequence);

    public IEnumerable<Tuple<T, StreamSequenceToken>> GetEvents<T>()
    {
        var token = SequenceToken;
        return Events.OfType<T>().Select(item => Tuple.Create(item, token));
    }

    public bool ImportRequestContext()
    {
        if (Context is null)
        {
            return false;
        }

        RequestContextExtensions.Import(Context);
        return true;
    }

    /// <summary>Gives the batch its place among what an agent reads; another agent may have given it another one before.</summary>
    public void Place(long sequence)
    {
        Sequence = LastSequence = sequence;
        _token = null;
    }

    /// <summary>A subscriber is given the batch: from now on it stays as it is.</summary>
    public void Give() => _isGiven = true;

    /// <summary>
    /// Takes the events of a batch that comes right behind this one, if it is of the same stream, both came without a request context,
    /// nobody was given this one, and it stays within <paramref name="eventsLimit"/>.
    /// </summary>
    public bool TryJoin(LiveBatch next, int eventsLimit)
    {
        if (_isGiven || Context is not null || next.Context is not null || !StreamId.Equals(next.StreamId)
            || Events.Count + next.Events.Count > eventsLimit)
        {
            return false;
        }

        Events.AddRange(next.Events);
        LastSequence = next.Sequence;
        return true;
    }

    /// <summary>Some of the events, as a batch of their own.</summary>
    public LiveBatch Part(int start, int count) => new(StreamId, Events.GetRange(start, count), Context);

    public override string ToString() => $"{Events.Count} events of {StreamId}";
}
