namespace RnnCluster.Grains.Sessions;

/// <summary>The sessions that are in the memory of this silo.</summary>
internal sealed class SessionCensus
{
    private readonly HashSet<IGrainContext> _sessions = new(ReferenceEqualityComparer.Instance);
    private int _moved;

    public int Count
    {
        get
        {
            lock (_sessions)
            {
                return _sessions.Count;
            }
        }
    }

    /// <summary>How many went to another silo so far.</summary>
    public int Moved => Volatile.Read(ref _moved);

    /// <summary>Counts one more, unless <paramref name="limit"/> is reached; one that is counted already is counted once.</summary>
    public bool TryEnter(IGrainContext session, int limit)
    {
        lock (_sessions)
        {
            return _sessions.Contains(session) || (_sessions.Count < limit && _sessions.Add(session));
        }
    }

    public void Leave(IGrainContext session)
    {
        lock (_sessions)
        {
            _sessions.Remove(session);
        }
    }

    /// <summary>The session that left goes on in another silo.</summary>
    public void Move() => Interlocked.Increment(ref _moved);

    /// <summary>Those that are here now.</summary>
    public IGrainContext[] List()
    {
        lock (_sessions)
        {
            return [.. _sessions];
        }
    }
}
