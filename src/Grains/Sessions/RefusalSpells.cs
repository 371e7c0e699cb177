namespace RnnCluster.Grains.Sessions;

/// <summary>
/// Which sessions cannot come into the memory of this silo, and who was told: a session that is refused again and again, for each of its
/// frames, says so once. A spell ends when the session comes in, or when it was not refused for a while.
/// </summary>
/// <param name="quiet">How long a session is not refused before it is told of anew.</param>
/// <param name="limit">Most spells that are remembered; further sessions are not told of beside the answers to their frames.</param>
/// <param name="time">The clock.</param>
internal sealed class RefusalSpells(TimeSpan quiet, int limit, TimeProvider time)
{
    // Of one session: enough for senders that come one after the other.
    private const int StreamsLimit = 4;

    private readonly Dictionary<string, Spell> _spells = new(StringComparer.Ordinal);

    /// <summary>A session is refused.</summary>
    /// <param name="session">Its key.</param>
    /// <param name="stream">Key of the stream that would be told.</param>
    /// <returns>Whether that stream is to be told.</returns>
    public bool TryTell(string session, string stream)
    {
        lock (_spells)
        {
            var now = time.GetTimestamp();
            if (!_spells.TryGetValue(session, out var spell) || time.GetElapsedTime(spell.At, now) > quiet)
            {
                if (spell is null && !HasRoom(now))
                {
                    return false;
                }

                _spells[session] = new Spell { At = now, Streams = [stream] };
                return true;
            }

            spell.At = now;
            if (spell.Streams.Count == StreamsLimit || spell.Streams.Contains(stream))
            {
                return false;
            }

            spell.Streams.Add(stream);
            return true;
        }
    }

    /// <summary>The session is in memory.</summary>
    public void End(string session)
    {
        lock (_spells)
        {
            if (_spells.Count > 0)
            {
                _spells.Remove(session);
            }
        }
    }

    /// <summary>Forgets the spells that are over when there are as many as there may be.</summary>
    private bool HasRoom(long now)
    {
        if (_spells.Count < limit)
        {
            return true;
        }

        foreach (var (session, spell) in _spells)
        {
            if (time.GetElapsedTime(spell.At, now) > quiet)
            {
                _spells.Remove(session);
            }
        }

        return _spells.Count < limit;
    }

    private sealed class Spell
    {
        public required List<string> Streams { get; init; }

        public required long At { get; set; }
    }
}
