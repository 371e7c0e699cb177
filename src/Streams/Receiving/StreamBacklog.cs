namespace RnnCluster.Streams.Receiving;

/// <summary>The batches of one stream that the agent has read and not all of its subscribers have.</summary>
internal sealed class StreamBacklog
{
    private readonly List<LiveBatch> _batches = [];
    private readonly List<BacklogCursor> _cursors = [];
    private long _first;

    /// <summary>Whether somebody subscribes, or is about to.</summary>
    public bool HasCursors => _cursors.Count > 0;

    public IReadOnlyList<LiveBatch> Batches => _batches;

    /// <summary>Number of the batch that comes next.</summary>
    public long End => _first + _batches.Count;

    public LiveBatch this[long number] => _batches[(int)(number - _first)];

    /// <summary>Puts a batch at the end, or joins it to the last one when nobody was given that yet.</summary>
    /// <returns>Whether it was joined.</returns>
    public bool Add(LiveBatch batch)
    {
        if (_batches.Count > 0 && !_cursors.Any(cursor => cursor.IsAt(End - 1)) && _batches[^1].TryJoin(batch))
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

    public void Enter(BacklogCursor cursor) => _cursors.Add(cursor);

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
