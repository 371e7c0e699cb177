using RnnCluster.Grains.Models;

namespace RnnCluster.Grains.Sessions;

/// <summary>The sessions that are in the memory of this silo, and the models that they are on.</summary>
internal sealed class SessionCensus
{
    private readonly Dictionary<IGrainContext, ServedModel> _sessions = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<ServedModel, int> _counts = new(ReferenceEqualityComparer.Instance);
    private int _moved;

    /// <summary>Told of a model when the last session that was on it has left. Must return soon and not fail.</summary>
    public event Action<ServedModel>? Emptied;

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

    /// <summary>
    /// Counts one more, unless <paramref name="limit"/> is reached; one that is counted already is counted once, on the model that it is on now.
    /// </summary>
    public bool TryEnter(IGrainContext session, ServedModel model, int limit)
    {
        ServedModel? emptied;
        lock (_sessions)
        {
            if (!_sessions.ContainsKey(session) && _sessions.Count >= limit)
            {
                return false;
            }

            _counts[model] = _counts.GetValueOrDefault(model) + 1;
            emptied = Remove(session);
            _sessions.Add(session, model);
        }

        Tell(emptied);
        return true;
    }

    public void Leave(IGrainContext session)
    {
        ServedModel? emptied;
        lock (_sessions)
        {
            emptied = Remove(session);
        }

        Tell(emptied);
    }

    /// <summary>The session that left goes on in another silo.</summary>
    public void Move() => Interlocked.Increment(ref _moved);

    /// <summary>Those that are here now.</summary>
    public IGrainContext[] List()
    {
        lock (_sessions)
        {
            return [.. _sessions.Keys];
        }
    }

    /// <summary>How many sessions are on each model that any is on.</summary>
    public IReadOnlyList<(ServedModel Model, int Sessions)> CountByModel()
    {
        lock (_sessions)
        {
            return [.. _counts.Select(count => (count.Key, count.Value))];
        }
    }

    /// <returns>The model that it was on, if no other session is.</returns>
    private ServedModel? Remove(IGrainContext session)
    {
        if (!_sessions.Remove(session, out var model) || --_counts[model] > 0)
        {
            return null;
        }

        _counts.Remove(model);
        return model;
    }

    private void Tell(ServedModel? emptied)
    {
        if (emptied is not null)
        {
            Emptied?.Invoke(emptied);
        }
    }
}
