using RnnCluster.Oracle.Journal;

namespace RnnCluster.Oracle.Report;

/// <summary>How long sessions waited for answers, over the time of a run.</summary>
internal sealed class Waits
{
    /// <summary>Length of a stretch of <see cref="Stretches"/>.</summary>
    public const int StretchMs = 5_000;

    /// <summary>Waits of a run.</summary>
    /// <param name="entries">The journal.</param>
    /// <param name="startedMs">When all sessions were open.</param>
    public Waits(IEnumerable<JournalEntry> entries, long startedMs)
    {
        var outputs = entries.Where(entry => entry.Kind == JournalKind.Output && entry.GivenMs >= startedMs).ToList();
        Longest = new Pauses(outputs.GroupBy(output => output.Session).Select(session => (double)session.Max(output => output.WaitedMs)));
        Stretches =
        [
            .. outputs.GroupBy(output => (output.GivenMs - startedMs) / StretchMs).OrderBy(stretch => stretch.Key)
                .Select(stretch => (stretch.Key * StretchMs, new Pauses(stretch.Select(output => (double)output.WaitedMs)))),
        ];
    }

    /// <summary>The longest wait of each session.</summary>
    public Pauses Longest { get; }

    /// <summary>The waits that ended in each stretch of time in which any did, with the time from the run's beginning to the stretch's.</summary>
    public IReadOnlyList<(long FromMs, Pauses Waits)> Stretches { get; }
}
