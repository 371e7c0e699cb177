using RnnCluster.Oracle.Harm;
using RnnCluster.Oracle.Journal;
using RnnCluster.Oracle.Judging;
using RnnCluster.Oracle.Processes;
using RnnCluster.Oracle.Report;

namespace RnnCluster.Oracle;

/// <summary>A run on a cluster that somebody else runs, and may do harm to: load, and judgement.</summary>
/// <param name="settings">What is asked for.</param>
/// <param name="progress">What happens, as it happens.</param>
internal sealed class DriveRun(DriveSettings settings, TextWriter progress)
{
    private const long MsPerSecond = 1_000;

    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan ProgressEvery = TimeSpan.FromSeconds(5);

    /// <summary>Does it.</summary>
    /// <param name="stop">Ends the load before its time; the judgement comes all the same.</param>
    public async Task<DriveResult> RunAsync(CancellationToken stop)
    {
        var started = await DriveAsync(stop);
        await progress.WriteLineAsync("the sessions are replayed");
        var entries = JournalReader.Read(JournalFile);
        var verdict = await Judge.JudgeAsync(settings.Seed, settings.Sessions, settings.Models, entries);
        return new DriveResult(settings, verdict, new Waits(entries, started));
    }

    private string JournalFile => Path.Combine(settings.Folder, OracleCluster.JournalName);

    /// <summary>Sends frames, and waits until they are answered.</summary>
    /// <returns>When all sessions were open.</returns>
    private async Task<long> DriveAsync(CancellationToken stop)
    {
        var client = new ClientSettings(
            $"drive-{Guid.NewGuid():N}",
            settings.OverSockets ? [] : settings.Gateways,
            settings.OverSockets ? settings.Gateways : [],
            settings.Seed,
            settings.Sessions,
            settings.FramesPerSecond,
            JournalFile,
            new StreamHarmSettings(settings.Seed, 0, 0),
            IsSuccessor: false,
            MustClose: true);
        await using var driver = new OracleClient(client, Path.Combine(settings.Folder, "client.log"));
        driver.Start();
        await driver.Ready.WaitAsync(stop);
        var started = Clock.NowMs;
        await progress.WriteLineAsync($"{settings.Sessions} sessions are open");
        for (var left = settings.Length; left > TimeSpan.Zero && !stop.IsCancellationRequested; left -= ProgressEvery)
        {
            await Clock.PassAsync(left < ProgressEvery ? left : ProgressEvery, stop);
            var now = driver.Progress;
            await progress.WriteLineAsync(
                $"{(Clock.NowMs - started) / MsPerSecond,6} s  {now.Sent} sent, {now.Answered} answered, {now.Failures} failures");
        }

        await driver.StopAsync();
        try
        {
            await driver.Done.WaitAsync(AnswerPatience, CancellationToken.None);
        }
        catch (TimeoutException)
        {
            await progress.WriteLineAsync($"not all frames are answered after {AnswerPatience.TotalSeconds} s");
        }

        return started;
    }
}
