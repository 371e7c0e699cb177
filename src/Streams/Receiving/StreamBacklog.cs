namespace RnnCluster.Streams.Receiving;

/// <summary>The batches of one stream that the agent has read and not all of its subscribers have.</summary>
internal sealed class StreamBacklog(StreamId stream)
{
    private readonly List<LiveBatch> _batches = [];
    private readonly List<BacklogCursor> _cursors = [];
    private long _first;

    public StreamId Stream { get; } = stream;

    /// <summary>Whether somebody subscribes, or is about to.</summary>
    public bool HasCursors => _cursors.Count > 0;

    /// <summary>When it was first seen that nobody wants the batches; null while somebody does.</summary>
    public long? OrphanedAt { get; set; }

    public IReadOnlyList<LiveBatch> Batches => _batches;

    /// <summary>Number of the batch that comes next.</summary>
    public long End => _first + _batches.Count;

    public LiveBatch this[long number] => _batches[(int)(number - _first)];

    /// <summary>Puts a batch at the end, or joins it to the last one when all who subscribe have that one before them.</summary>
    /// <returns>Whether it was joined.</returns>
    public bool Add(LiveBatch batch, int eventsLimit)
    {
        if (_batches.Count > 0 && _cursors.TrueForAll(cursor => cursor.Next < End) && _batches[^1].TryJoin(batch, eventsLimit))
        {
            return true;
        }

        _batches.Add(batch);
        return false;
    }

    /// <summary>Number of the first batch that holds <paramref name="sequence"/> or something later; the end for null.</summary>
    public long Find(long? sequence)
    {
        var index = sequence is null ? -1 : _batches.FindIndex(batch => batch.LastSequence >= sequence);
        return index < 0 ? End : _first + index;
    }

    public void Enter(BacklogCursor cursor)
    {
        _cursors.Add(cursor);
        OrphanedAt = null;
    }

    public void Leave(BacklogCursor cursor) => _cursors.Remove(cursor);

    /// <summary>Takes out what all cursors have behind them.</summary>
    public IReadOnlyList<LiveBatch> Release()
    {
        var keepFrom = _cursors.Count == 0 ? _first : _cursors.Min(cursor => cursor.Next);
        var count = (int)(keepFrom - _first);
        if (count == 0)
        {
            return [];
        }

        var released = _batches.GetRange(0, count);
        _batches.RemoveRange(0, count);
        _first = keepFrom;
        return released;
    }
}
