using RnnCluster.Oracle.Harm;
using RnnCluster.Oracle.Journal;
using RnnCluster.Oracle.Judging;
using RnnCluster.Oracle.Processes;
using RnnCluster.Oracle.Report;
using RnnCluster.Oracle.Stores;

namespace RnnCluster.Oracle;

/// <summary>A run from beginning to end: processes, harm, judgement.</summary>
/// <param name="settings">What is asked for.</param>
/// <param name="progress">What happens, as it happens.</param>
internal sealed class OracleRun(RunSettings settings, TextWriter progress)
{
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan ProgressEvery = TimeSpan.FromSeconds(15);

    /// <summary>Does it.</summary>
    public async Task<RunResult> RunAsync()
    {
        var deck = HarmSchedule.Deck(settings.Store, settings.Harm);
        var counts = await DriveAsync(deck);
        await progress.WriteLineAsync("all processes have ended; the sessions are replayed");
        var entries = JournalReader.Read(Path.Combine(settings.Folder, OracleCluster.JournalName));
        var verdict = await Judge.JudgeAsync(settings.Seed, settings.Sessions, settings.Models, entries);
        return new RunResult(settings, counts, new PauseMeasure(settings, entries, counts.Harm), verdict);
    }

    /// <summary>Starts all processes, does the harm, and ends them when all is answered.</summary>
    private async Task<RunCounts> DriveAsync(IReadOnlyList<HarmKind> deck)
    {
        await using var store = CreateStore();
        await store.StartAsync();
        await using var cluster = new OracleCluster(settings, store.Settings);
        await progress.WriteLineAsync($"{settings.Silos} silos start, store {store.Settings.Address}");
        await cluster.StartAsync();
        await progress.WriteLineAsync($"{settings.Sessions} sessions are open");
        var harm = new HarmDriver(cluster, store, progress);
        var load = await HarmAsync(cluster, harm, deck);
        await EndAsync(cluster);
        EventTotals[] totals = [cluster.Client.Totals, .. cluster.Silos.Select(silo => silo.Totals)];
        return new RunCounts(
            harm.Records,
            totals.SelectMany(one => one.Names).Distinct().ToDictionary(name => name, name => totals.Sum(one => one[name])),
            totals.Sum(one => one.Dropped),
            totals.Sum(one => one.Doubled),
            cluster.Revivals,
            cluster.Client.Sent,
            cluster.Client.Resumptions,
            load);
    }

    private IOracleStore CreateStore()
    {
        var folder = Path.Combine(settings.Folder, "store");
        return settings.Store == StoreKind.Redis ? new RedisStore(folder) : new SiloStore(settings.Store, folder);
    }

    /// <summary>Does the harm.</summary>
    /// <returns>Share of the cores that was busy meanwhile.</returns>
    private async Task<double> HarmAsync(OracleCluster cluster, HarmDriver harm, IReadOnlyList<HarmKind> deck)
    {
        var before = ProcessorLoad.Read();
        var started = Clock.NowMs;
        using var stop = new CancellationTokenSource();
        var showing = ShowAsync(cluster, started, stop.Token);
        await harm.RunAsync(HarmSchedule.Of(settings.Seed, settings.Length, deck, settings.Store, settings.Silos), started);
        await Clock.PassUntilAsync(started + (long)settings.Length.TotalMilliseconds);
        await stop.CancelAsync();
        await showing;
        return ProcessorLoad.Between(before, ProcessorLoad.Read());
    }

    /// <summary>Lets all frames that were sent be answered.</summary>
    private async Task EndAsync(OracleCluster cluster)
    {
        await cluster.ReviveAsync();
        await cluster.Client.StopAsync();
        try
        {
            await cluster.Client.Done.WaitAsync(AnswerPatience);
        }
        catch (TimeoutException)
        {
            await progress.WriteLineAsync($"not all frames are answered after {AnswerPatience.TotalSeconds} s");
        }

        await Task.WhenAll(cluster.Silos.Select(silo => silo.TakeCensusAsync()));
    }

    private async Task ShowAsync(OracleCluster cluster, long started, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await Clock.PassAsync(ProgressEvery, stop);
            var now = cluster.Client.Progress;
            await progress.WriteLineAsync(
                $"{(Clock.NowMs - started) / 1_000,6} s  {now.Open} open, {now.Sent} sent, {now.Answered} answered, {now.Failures} failures");
        }
    }
}
