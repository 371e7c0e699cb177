using System.Collections.Concurrent;
using RnnCluster.Grains.Models;
using RnnCluster.Oracle.Frames;
using RnnCluster.Oracle.Journal;
using RnnCluster.Recurrent.Kernels;
using RnnCluster.Recurrent.Packages;

namespace RnnCluster.Oracle.Judging;

/// <summary>Replays all sessions of a run on the plain loops that the vector kernels are held to, and compares bit for bit.</summary>
internal static class Judge
{
    /// <summary>What the journal of a run is worth.</summary>
    /// <param name="seed">Of the run.</param>
    /// <param name="sessions">How many it drove.</param>
    /// <param name="folder">Folder of the model packages.</param>
    /// <param name="entries">The journal.</param>
    public static async Task<Verdict> JudgeAsync(ulong seed, int sessions, string folder, IEnumerable<JournalEntry> entries)
    {
        var started = Clock.NowMs;
        var journals = SessionJournal.Sort(entries, sessions);
        var models = new ConcurrentDictionary<string, Lazy<ServedModel>>(StringComparer.Ordinal);
        var findings = new ConcurrentBag<Finding>();
        await Parallel.ForEachAsync(Enumerable.Range(0, sessions), async (number, _) =>
        {
            var plan = SessionPlan.Of(seed, number);
            var model = models.GetOrAdd(plan.Model, name => new Lazy<ServedModel>(() => Load(folder, name)));
            var replay = new ReplaySession(plan, model.Value, new ReplayEngine());
            foreach (var finding in await new SessionJudge(plan, journals[number], replay).JudgeAsync())
            {
                findings.Add(finding);
            }
        });
        return new Verdict(
            sessions,
            journals.Sum(journal => Math.Max(journal.Sent, journal.AnsweredThrough + 1)),
            journals.Sum(journal => (long)journal.Outputs.Count),
            [.. findings.OrderBy(finding => finding.Session, StringComparer.Ordinal).ThenBy(finding => finding.Sequence)],
            TimeSpan.FromMilliseconds(Clock.NowMs - started));
    }

    private static ServedModel Load(string models, string name) =>
        new(ModelPackage.Load(Path.Combine(models, name), new StepKernelReference()));
}
