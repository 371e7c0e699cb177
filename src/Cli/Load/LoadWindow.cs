namespace RnnCluster.Cli.Load;

/// <summary>The measured time, as timestamps of the run's clock.</summary>
/// <param name="Start">When the load begins; its warm-up is before <paramref name="From"/>.</param>
/// <param name="From">The first instant that counts.</param>
/// <param name="Until">The first that does not count any more.</param>
internal readonly record struct LoadWindow(long Start, long From, long Until)
{
    /// <summary>A load that begins now.</summary>
    public static LoadWindow BeginningNow(LoadSettings settings, TimeProvider time)
    {
        var start = time.GetTimestamp();
        var from = start + (long)(settings.WarmUpSeconds * time.TimestampFrequency);
        return new LoadWindow(start, from, from + (long)(settings.Seconds * time.TimestampFrequency));
    }

    /// <summary>Whether an instant counts.</summary>
    public bool Holds(long timestamp) => timestamp >= From && timestamp < Until;
}
