namespace RnnCluster.Oracle.Processes;

/// <summary>What processes counted that follow one another, each from zero on.</summary>
internal sealed class EventTotals
{
    private readonly Dictionary<string, long> _kept = new(StringComparer.Ordinal);
    private IReadOnlyDictionary<string, long> _latest = new Dictionary<string, long>();
    private (long Dropped, long Doubled) _keptHarm;
    private (long Dropped, long Doubled) _latestHarm;

    /// <summary>Stream events that were lost on purpose.</summary>
    public long Dropped => _keptHarm.Dropped + _latestHarm.Dropped;

    /// <summary>Stream events that were doubled on purpose.</summary>
    public long Doubled => _keptHarm.Doubled + _latestHarm.Doubled;

    /// <summary>The latest process says how often it logged what.</summary>
    public void Replace(IReadOnlyDictionary<string, long> events, long dropped, long doubled)
    {
        _latest = events;
        _latestHarm = (dropped, doubled);
    }

    /// <summary>The latest process is gone.</summary>
    public void Keep()
    {
        foreach (var (name, count) in _latest)
        {
            _kept[name] = _kept.GetValueOrDefault(name) + count;
        }

        _keptHarm = (Dropped, Doubled);
        Replace(new Dictionary<string, long>(), 0, 0);
    }

    /// <summary>How often an event of that name was logged.</summary>
    public long this[string name] => _kept.GetValueOrDefault(name) + _latest.GetValueOrDefault(name);

    /// <summary>The names that were logged.</summary>
    public IEnumerable<string> Names => _kept.Keys.Union(_latest.Keys);
}
