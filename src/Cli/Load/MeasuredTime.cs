namespace RnnCluster.Cli.Load;

/// <summary>How long was measured, and what processor time this process took meanwhile.</summary>
/// <param name="Seconds">The measured time; less than was asked for when the run was stopped.</param>
/// <param name="CpuSeconds">Processor time of all threads of this process, an embedded silo's too.</param>
internal readonly record struct MeasuredTime(double Seconds, double CpuSeconds)
{
    /// <summary>Waits for the measured time to pass.</summary>
    /// <exception cref="OperationCanceledException">The run was stopped before it began.</exception>
    public static async Task<MeasuredTime> PassAsync(LoadWindow window, TimeProvider time, CancellationToken cancellation)
    {
        await UntilAsync(window.From, time, cancellation);
        var cpuBefore = Environment.CpuUsage.TotalTime;
        try
        {
            await UntilAsync(window.Until, time, cancellation);
        }
        catch (OperationCanceledException)
        {
            // What was measured until now counts.
        }

        var cpu = Environment.CpuUsage.TotalTime - cpuBefore;
        var end = Math.Min(time.GetTimestamp(), window.Until);
        return new MeasuredTime(time.GetElapsedTime(window.From, end).TotalSeconds, cpu.TotalSeconds);
    }

    private static async Task UntilAsync(long timestamp, TimeProvider time, CancellationToken cancellation)
    {
        while (time.GetElapsedTime(time.GetTimestamp(), timestamp) is { Ticks: > 0 } left)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)), time, cancellation);
        }
    }
}
