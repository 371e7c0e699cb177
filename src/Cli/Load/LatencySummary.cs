using HdrHistogram;

namespace RnnCluster.Cli.Load;

/// <summary>A distribution of latencies in numbers, in ms.</summary>
internal sealed record LatencySummary
{
    // Points in each halving of the distance to 100 %, as HdrHistogram's own reports have.
    private const int TicksPerHalving = 5;

    /// <summary>Frames.</summary>
    public required long Count { get; init; }

    /// <summary>The mean.</summary>
    public required double Mean { get; init; }

    /// <summary>Half are not above it.</summary>
    public required double P50 { get; init; }

    /// <summary>90 % are not above it.</summary>
    public required double P90 { get; init; }

    /// <summary>99 % are not above it.</summary>
    public required double P99 { get; init; }

    /// <summary>99.9 % are not above it.</summary>
    public required double P999 { get; init; }

    /// <summary>The longest.</summary>
    public required double Max { get; init; }

    /// <summary>The distribution, ever finer towards 100 %.</summary>
    public required IReadOnlyList<LatencyPercentile> Percentiles { get; init; }

    /// <summary>The summary of a histogram of microseconds; null when nothing was recorded.</summary>
    public static LatencySummary? Of(HistogramBase histogram) => histogram.TotalCount == 0 ? null : new LatencySummary
    {
        Count = histogram.TotalCount,
        Mean = LatencyHistogram.Milliseconds(histogram.GetMean()),
        P50 = histogram.PercentileMs(50),
        P90 = histogram.PercentileMs(90),
        P99 = histogram.PercentileMs(99),
        P999 = histogram.PercentileMs(99.9),
        Max = LatencyHistogram.Milliseconds(histogram.GetMaxValue()),
        Percentiles =
        [
            .. histogram.Percentiles(TicksPerHalving).Select(point => new LatencyPercentile(
                point.PercentileLevelIteratedTo, LatencyHistogram.Milliseconds(point.ValueIteratedTo), point.TotalCountToThisValue)),
        ],
    };
}
