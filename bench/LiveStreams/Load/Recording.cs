namespace RnnCluster.LiveStreams.Load;

/// <summary>Latencies of a window, every one of them. Thread-safe for those who add.</summary>
internal sealed class Recording
{
    // Those beyond are counted only; memory that is not written takes no room.
    private const int Capacity = 1 << 22;
    private const double UsPerMs = 1000;

    private readonly int[] _latenciesUs = GC.AllocateUninitializedArray<int>(Capacity);
    private readonly long _started = TimeProvider.System.GetTimestamp();
    private long _count;

    /// <summary>Takes the latency of an answer that came now.</summary>
    /// <param name="since">Timestamp from which it counts.</param>
    public void Add(long since)
    {
        var index = Interlocked.Increment(ref _count) - 1;
        if (index < Capacity)
        {
            _latenciesUs[index] = (int)TimeProvider.System.GetElapsedTime(since).TotalMicroseconds;
        }
    }

    /// <summary>Everything so far; latencies are NaN when nothing was answered.</summary>
    public Sample Take()
    {
        var seconds = TimeProvider.System.GetElapsedTime(_started).TotalSeconds;
        var count = Volatile.Read(ref _count);
        var sorted = _latenciesUs.AsSpan(0, (int)Math.Min(count, Capacity)).ToArray();
        Array.Sort(sorted);
        double Percentile(double share) => sorted.Length == 0
            ? double.NaN
            : sorted[(int)Math.Min(sorted.Length - 1, share * sorted.Length)] / UsPerMs;
        return new Sample(count, seconds, Percentile(0.5), Percentile(0.99), Percentile(0.999));
    }
}
