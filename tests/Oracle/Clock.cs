namespace RnnCluster.Oracle;

/// <summary>The one clock of all processes of a run: ticks of the machine since it started.</summary>
internal static class Clock
{
    private const long MillisecondsPerSecond = 1_000;

    private static readonly TimeProvider Time = TimeProvider.System;

    /// <summary>Milliseconds; what two processes of the machine read can be compared.</summary>
    public static long NowMs => Time.GetTimestamp() / (Time.TimestampFrequency / MillisecondsPerSecond);

    /// <summary>Completes when <paramref name="wait"/> is over, or <paramref name="stop"/> ends it.</summary>
    public static async Task PassAsync(TimeSpan wait, CancellationToken stop = default)
    {
        if (wait <= TimeSpan.Zero || stop.IsCancellationRequested)
        {
            return;
        }

        using var timer = new PeriodicTimer(wait, Time);
        await timer.TickAsync(stop);
    }

    /// <summary>Completes with the timer's next tick, or when <paramref name="stop"/> ends the wait.</summary>
    public static async Task TickAsync(this PeriodicTimer timer, CancellationToken stop)
    {
        Task tick = timer.WaitForNextTickAsync(stop).AsTask();
        await tick.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Completes at a moment of <see cref="NowMs"/>.</summary>
    public static Task PassUntilAsync(long momentMs, CancellationToken stop = default) =>
        PassAsync(TimeSpan.FromMilliseconds(momentMs - NowMs), stop);
}
