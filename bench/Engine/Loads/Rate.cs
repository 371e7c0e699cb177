namespace RnnCluster.Engine.Loads;

/// <summary>Growth of a count over time.</summary>
internal static class Rate
{
    /// <summary>How much <paramref name="count"/> grows in a second, after a warm-up.</summary>
    public static async Task<double> MeasureAsync(Func<long> count, RunSettings settings)
    {
        await Task.Delay(settings.WarmUp);
        var before = count();
        var started = TimeProvider.System.GetTimestamp();
        await Task.Delay(settings.Turn);
        var steps = count() - before;
        return steps / TimeProvider.System.GetElapsedTime(started).TotalSeconds;
    }
}
