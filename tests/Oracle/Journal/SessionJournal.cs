namespace RnnCluster.Oracle.Journal;

/// <summary>What the journal says of one session: what counts of it, when there were several clients.</summary>
internal sealed class SessionJournal
{
    private readonly List<JournalEntry> _outputs = [];

    /// <summary>Outputs in the order in which they were given out, without those that a new client took back.</summary>
    public IReadOnlyList<JournalEntry> Outputs => _outputs;

    /// <summary>Frames that were sent; −1 when nobody says.</summary>
    public long Sent { get; private set; } = -1;

    /// <summary>The last frame whose answer is complete; −1 for none.</summary>
    public long AnsweredThrough { get; private set; } = -1;

    /// <summary>How often a new client went on with the session.</summary>
    public int Resumes { get; private set; }

    /// <summary>Why the client said that the session cannot go on.</summary>
    public List<string> Failures { get; } = [];

    /// <summary>Sorts a journal by sessions.</summary>
    public static SessionJournal[] Sort(IEnumerable<JournalEntry> entries, int sessions)
    {
        var journals = Enumerable.Range(0, sessions).Select(_ => new SessionJournal()).ToArray();
        foreach (var entry in entries)
        {
            journals[entry.Session].Take(entry);
        }

        return journals;
    }

    private void Take(JournalEntry entry)
    {
        switch (entry.Kind)
        {
            case JournalKind.Output:
                _outputs.Add(entry);
                if (entry.Part!.Last)
                {
                    AnsweredThrough = Math.Max(AnsweredThrough, entry.Sequence);
                }

                break;
            case JournalKind.Resumed:
                Resumes++;
                while (_outputs is [.., var last] && !last.Part!.Last)
                {
                    _outputs.RemoveAt(_outputs.Count - 1);
                }

                break;
            case JournalKind.Sent:
                Sent = Math.Max(Sent, entry.Sequence);
                break;
            default:
                Failures.Add(entry.Failure);
                break;
        }
    }
}
