namespace RnnCluster.Cli.Connection;

/// <summary>Tries to connect again for a while: a cluster that is just starting answers a little later.</summary>
internal sealed class ConnectPatience(TimeProvider time, TimeSpan patience)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly long _started = time.GetTimestamp();

    /// <summary>Waits a moment and says whether to try once more.</summary>
    public async Task<bool> RetryAsync(Exception failure, CancellationToken cancellation)
    {
        if (time.GetElapsedTime(_started) > patience)
        {
            return false;
        }

        await Task.Delay(Interval, time, cancellation);
        return true;
    }
}
