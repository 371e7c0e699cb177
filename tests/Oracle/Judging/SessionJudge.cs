using RnnCluster.Oracle.Frames;
using RnnCluster.Oracle.Journal;

namespace RnnCluster.Oracle.Judging;

/// <summary>Holds what a session gave out to what it must give out.</summary>
internal sealed class SessionJudge(SessionPlan plan, SessionJournal journal, ReplaySession replay)
{
    private readonly List<Finding> _findings = [];
    private readonly Dictionary<(long Sequence, int Part), AnswerPart> _given = [];

    /// <summary>Everything that is wrong.</summary>
    public async Task<List<Finding>> JudgeAsync()
    {
        foreach (var failure in journal.Failures)
        {
            Find(FindingKind.Failed, journal.AnsweredThrough + 1, failure);
        }

        TakeInOrder();
        var frames = Math.Max(journal.Sent, journal.AnsweredThrough + 1);
        var given = _given.Count == 0 ? -1 : _given.Keys.Max(place => place.Sequence);
        for (var sequence = 0L; sequence < Math.Max(frames, given + 1); sequence++)
        {
            Compare(sequence, await replay.AnswerAsync(sequence));
        }

        if (journal.Sent < 0)
        {
            Find(FindingKind.Unanswered, frames, "the client did not come to its end");
        }

        foreach (var ((sequence, _), part) in _given)
        {
            Find(FindingKind.Changed, sequence, $"{part} was given; there is no such part");
        }

        return _findings;
    }

    /// <summary>Sorts the outputs, and finds those that came twice or late.</summary>
    private void TakeInOrder()
    {
        var newest = (Sequence: -1L, Part: -1);
        foreach (var entry in journal.Outputs)
        {
            var place = (entry.Sequence, Part: entry.Part!.Number);
            if (!_given.TryAdd(place, entry.Part))
            {
                Find(FindingKind.Doubled, entry.Sequence, $"{entry.Part} came again");
            }
            else if (place.CompareTo(newest) < 0)
            {
                Find(FindingKind.Reordered, entry.Sequence, $"{entry.Part} came behind frame {newest.Sequence}, part {newest.Part}");
            }
            else
            {
                newest = place;
            }
        }
    }

    private void Compare(long sequence, List<AnswerPart> expected)
    {
        foreach (var part in expected)
        {
            if (!_given.Remove((sequence, part.Number), out var given))
            {
                var kind = sequence > journal.AnsweredThrough ? FindingKind.Unanswered : FindingKind.Lost;
                Find(kind, sequence, $"{part} was not given");
            }
            else if (given != part)
            {
                Find(FindingKind.Changed, sequence, $"{given} was given; it must be {part}");
            }
        }
    }

    private void Find(FindingKind kind, long sequence, string text) => _findings.Add(new Finding(kind, plan.Key, sequence, text));
}
