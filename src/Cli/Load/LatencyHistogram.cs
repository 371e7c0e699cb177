using HdrHistogram;

namespace RnnCluster.Cli.Load;

/// <summary>How latencies are recorded: whole microseconds up to an hour, three significant digits.</summary>
internal static class LatencyHistogram
{
    private const long HighestMicroseconds = 3_600_000_000;
    private const int Digits = 3;

    private const double MicrosecondsPerMillisecond = 1_000;

    // 99.9 % of a thousand is 999, though not as a product of doubles.
    private const double RankTolerance = 1e-6;

    /// <summary>An empty histogram.</summary>
    public static LongHistogram Create() => new(HighestMicroseconds, Digits);

    /// <summary>A recorder for one writer, which another thread can read from while it records.</summary>
    public static Recorder CreateRecorder() =>
        new(1, HighestMicroseconds, Digits, (id, lowest, highest, digits) => new LongHistogram(id, lowest, highest, digits));

    /// <summary>A time as it is recorded. What a clock gives below zero counts as zero, what is above an hour as an hour.</summary>
    public static long Microseconds(TimeSpan time) =>
        Math.Clamp(time.Ticks / TimeSpan.TicksPerMicrosecond, 0, HighestMicroseconds);

    /// <summary>The latency that <paramref name="percentile"/> % of the recorded ones do not exceed, in ms; 0 when there is none.</summary>
    public static double PercentileMs(this HistogramBase histogram, double percentile)
    {
        if (histogram.TotalCount == 0)
        {
            return 0;
        }

        // The histogram rounds a rank to the nearest, which may be one too low; a whole rank it leaves as it is.
        var rank = Math.Ceiling(percentile / 100 * histogram.TotalCount - RankTolerance);
        return Milliseconds(histogram.GetValueAtPercentile(100 * rank / histogram.TotalCount));
    }

    /// <summary>A recorded value in milliseconds.</summary>
    public static double Milliseconds(double microseconds) => microseconds / MicrosecondsPerMillisecond;
}
