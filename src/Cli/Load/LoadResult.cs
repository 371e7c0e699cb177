using System.Text.Json.Serialization;
using HdrHistogram;
using RnnCluster.Abstractions.Models;

namespace RnnCluster.Cli.Load;

/// <summary>What a load run measured.</summary>
internal sealed record LoadResult
{
    /// <summary>Name of the model.</summary>
    public required string Model { get; init; }

    /// <summary>Its version.</summary>
    public required string Version { get; init; }

    /// <summary>Its topology.</summary>
    public required string Topology { get; init; }

    /// <summary>The load.</summary>
    public required LoadSettings Settings { get; init; }

    /// <summary>What it ran on.</summary>
    public Machine Machine { get; init; } = Machine.Current;

    /// <summary>Whether it was stopped before its end.</summary>
    public required bool Interrupted { get; init; }

    /// <summary>Seconds that it took to open all sessions.</summary>
    public required double OpenSeconds { get; init; }

    /// <summary>Seconds that were measured.</summary>
    public required double MeasuredSeconds { get; init; }

    /// <summary>Frames answered within the measured time, over its seconds.</summary>
    public required double FramesPerSecond { get; init; }

    /// <summary>Their tokens, over the seconds.</summary>
    public required double TokensPerSecond { get; init; }

    /// <summary>Frames that were due within the measured time: the sum of the three below.</summary>
    public required long Frames { get; init; }

    /// <summary>Those that were answered, within the measured time or until the end of the drain.</summary>
    public required long Answered { get; init; }

    /// <summary>Those that were answered with an error.</summary>
    public long Refused => Errors.Values.Sum();

    /// <summary>Those without an answer.</summary>
    public long Unanswered => Frames - Answered - Refused;

    /// <summary>Answers with an error, by code.</summary>
    public required IReadOnlyDictionary<string, long> Errors { get; init; }

    /// <summary>Answers with an error in the warm-up.</summary>
    public required long WarmUpErrors { get; init; }

    /// <summary>Sessions that could not go on, by the code of the reason.</summary>
    public required IReadOnlyDictionary<string, long> LostSessions { get; init; }

    /// <summary>Processor time of this process in the measured time, an embedded silo's too.</summary>
    public required double CpuSeconds { get; init; }

    /// <summary>The same for each token, in microseconds; 0 without tokens.</summary>
    public required double CpuMicrosecondsPerToken { get; init; }

    /// <summary>Latencies, from when a frame was due to the last part of its answer; null when nothing was answered.</summary>
    public LatencySummary? LatencyMs => LatencySummary.Of(Latencies);

    /// <summary>Open loop: how much later than due frames left, which their latencies include; else null.</summary>
    public LatencySummary? SendDelayMs => LatencySummary.Of(SendDelays);

    /// <summary>Latencies in microseconds.</summary>
    [JsonIgnore]
    public HistogramBase Latencies { get; init; } = LatencyHistogram.Create();

    /// <summary>Delays of sending in microseconds.</summary>
    [JsonIgnore]
    public HistogramBase SendDelays { get; init; } = LatencyHistogram.Create();

    /// <summary>Whether everything that was asked was answered, and without an error.</summary>
    [JsonIgnore]
    public bool IsClean => Refused == 0 && WarmUpErrors == 0 && LostSessions.Count == 0 && (Unanswered == 0 || Interrupted);

    /// <summary>The latency that <paramref name="percentile"/> % of the answered frames do not exceed, in ms; 0 for none.</summary>
    public double PercentileMs(double percentile) => Latencies.PercentileMs(percentile);

    /// <summary>The result of a run that is over.</summary>
    internal static LoadResult Of(
        LoadSettings settings, ModelSummary model, double openSeconds, LoadMeter meter, MeasuredTime measured, bool interrupted)
    {
        var counts = meter.Count();
        return new LoadResult
        {
            Model = model.Name,
            Version = model.Version,
            Topology = model.Topology,
            Settings = settings,
            Interrupted = interrupted,
            OpenSeconds = openSeconds,
            MeasuredSeconds = measured.Seconds,
            FramesPerSecond = PerSecond(counts.ArrivedInTime, measured),
            TokensPerSecond = PerSecond(counts.TokensInTime, measured),
            Frames = counts.MeasuredOffered,
            Answered = counts.MeasuredAnswered,
            Errors = meter.Errors,
            WarmUpErrors = meter.WarmUpErrors,
            LostSessions = meter.LostSessions,
            CpuSeconds = measured.CpuSeconds,
            CpuMicrosecondsPerToken = counts.TokensInTime == 0 ? 0 : 1e6 * measured.CpuSeconds / counts.TokensInTime,
            Latencies = meter.Latencies,
            SendDelays = meter.SendDelays,
        };
    }

    private static double PerSecond(long count, MeasuredTime measured) => measured.Seconds == 0 ? 0 : count / measured.Seconds;
}
