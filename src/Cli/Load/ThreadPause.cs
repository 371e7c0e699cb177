namespace RnnCluster.Cli.Load;

/// <summary>A pause that blocks its thread.</summary>
internal static class ThreadPause
{
    /// <summary>
    /// Waits for whole milliseconds and at least one, as the system's waits have them: a shorter wait would be none and keep a core busy.
    /// Timers of the pool run on a coarser clock, of 4 ms on common kernels, and would make frames of an open loop that much late.
    /// </summary>
    /// <returns>A completed task, so that who awaits it stays on the thread. It does not throw when it is cancelled.</returns>
    public static Task WaitAsync(TimeSpan time, CancellationToken cancellation)
    {
        cancellation.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling(time.TotalMilliseconds))));
        return Task.CompletedTask;
    }
}
