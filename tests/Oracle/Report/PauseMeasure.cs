using RnnCluster.Oracle.Frames;
using RnnCluster.Oracle.Harm;
using RnnCluster.Oracle.Journal;

namespace RnnCluster.Oracle.Report;

/// <summary>How long sessions waited for an answer because of what was done to the run.</summary>
/// <remarks>
/// The pause of a session is the longest time in which it had a frame to answer and gave nothing out, among the waits that overlap
/// the time from this harm until a few seconds after everything is there again. What waits later has another reason.
/// </remarks>
internal sealed class PauseMeasure
{
    /// <summary>How long after its end a harm still counts.</summary>
    public const int AftermathMs = 5_000;

    private readonly List<HarmPauses> _pauses = [];

    /// <summary>The pauses of a run.</summary>
    public PauseMeasure(RunSettings settings, IEnumerable<JournalEntry> entries, IReadOnlyList<HarmRecord> records)
    {
        var waits = entries.Where(entry => entry.Kind == JournalKind.Output).ToLookup(entry => entry.Session);
        var keys = Enumerable.Range(0, settings.Sessions).Select(number => SessionPlan.Of(settings.Seed, number).Key).ToList();
        for (var index = 0; index < records.Count; index++)
        {
            var next = index + 1 < records.Count ? records[index + 1].StartedMs : long.MaxValue;
            var (from, to) = (records[index].StartedMs, Math.Min(next, records[index].EndedMs + AftermathMs));
            var all = new List<double>();
            var struck = new List<double>();
            foreach (var session in waits)
            {
                var pause = session.Where(wait => wait.GivenMs >= from && wait.GivenMs - wait.WaitedMs < to).Select(wait => wait.WaitedMs)
                    .DefaultIfEmpty(0).Max();
                all.Add(pause);
                if (records[index].Struck.Contains(keys[session.Key]))
                {
                    struck.Add(pause);
                }
            }

            _pauses.Add(new HarmPauses(records[index], new Pauses(all), new Pauses(struck)));
        }
    }

    /// <summary>One for each harm.</summary>
    public IReadOnlyList<HarmPauses> All => _pauses;
}
