namespace RnnCluster.Cli.Load;

/// <summary>How a load run is getting on.</summary>
internal sealed record LoadProgress
{
    /// <summary>Where it stands.</summary>
    public required LoadStage Stage { get; init; }

    /// <summary>Seconds since it began to open sessions, or since the load began.</summary>
    public required double Seconds { get; init; }

    /// <summary>Sessions that are open.</summary>
    public required int Sessions { get; init; }

    /// <summary>Frames answered a second, in the last interval.</summary>
    public double FramesPerSecond { get; init; }

    /// <summary>Tokens a second, in the last interval.</summary>
    public double TokensPerSecond { get; init; }

    /// <summary>Median latency of the frames answered in the last interval, in ms.</summary>
    public double MedianMs { get; init; }

    /// <summary>99th percentile of them, in ms.</summary>
    public double P99Ms { get; init; }

    /// <summary>Frames that were due and are not answered.</summary>
    public long InFlight { get; init; }

    /// <summary>The line that a terminal shows.</summary>
    public override string ToString() => Stage == LoadStage.Opening
        ? $"{Seconds:F0} s, opening: {Sessions:N0} sessions"
        : $"{Seconds:F0} s, {StageName}: {FramesPerSecond:N0} frames/s, {TokensPerSecond:N0} tokens/s, "
            + $"p50 {MedianMs:F1} ms, p99 {P99Ms:F1} ms, {InFlight:N0} in flight";

    private string StageName => Stage switch
    {
        LoadStage.WarmUp => "warm-up",
        LoadStage.Measuring => "measuring",
        _ => "draining",
    };
}
