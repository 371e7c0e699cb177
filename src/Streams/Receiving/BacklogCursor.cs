using Orleans.Streams;

namespace RnnCluster.Streams.Receiving;

/// <summary>One subscriber's place in the backlog of a stream. A batch is behind it when the agent asks for the next one.</summary>
internal sealed class BacklogCursor(LiveQueueCache cache, StreamBacklog backlog, long next) : IQueueCacheCursor
{
    private bool _isGiven;
    private bool _isDisposed;

    /// <summary>Number of the batch that this subscriber does not have yet.</summary>
    public long Next { get; private set; } = next;

    public IBatchContainer? GetCurrent(out Exception? exception)
    {
        exception = null;
        return _isGiven ? backlog[Next] : null;
    }

    public bool MoveNext()
    {
        if (_isDisposed)
        {
            return false;
        }

        if (_isGiven)
        {
            Next++;
            cache.Release(backlog);
        }

        _isGiven = Next < backlog.End;
        if (_isGiven)
        {
            backlog[Next].Give();
        }

        return _isGiven;
    }

    public void Refresh(StreamSequenceToken token)
    {
        // The backlog is shared: what was added is there.
    }

    public void RecordDeliveryFailure()
    {
        // The agent has tried for as long as its options say, and has logged it.
    }

    public void Dispose()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            _isGiven = false;
            backlog.Leave(this);
            cache.Release(backlog);
        }
    }
}
