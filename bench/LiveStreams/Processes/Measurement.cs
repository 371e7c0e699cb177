using RnnCluster.LiveStreams.Load;
using RnnCluster.Reporting;

namespace RnnCluster.LiveStreams.Processes;

/// <summary>A window under load.</summary>
/// <param name="FramesPerSecond">Frames answered.</param>
/// <param name="TokensPerSecond">Tokens of these frames.</param>
/// <param name="MedianMs">Latency of a frame.</param>
/// <param name="P99Ms">Latency that 99 % of the frames keep.</param>
/// <param name="P999Ms">Latency that 99.9 % of the frames keep.</param>
/// <param name="SiloUs">Processor time of all silos, microseconds a token.</param>
/// <param name="ClientUs">Processor time of the client, microseconds a token.</param>
/// <param name="OtherCores">Cores that were busy with something else.</param>
internal sealed record Measurement(
    double FramesPerSecond,
    double TokensPerSecond,
    double MedianMs,
    double P99Ms,
    double P999Ms,
    double SiloUs,
    double ClientUs,
    double OtherCores)
{
    /// <summary>Frames that were never answered, from the warm-up on; of several measurements, all of them.</summary>
    public long Lost { get; init; }

    /// <summary>What a window shows when its frames had so many tokens.</summary>
    public static Measurement Of(Sample sample, int tokens, ProcessorTimes spent)
    {
        var answered = Math.Max(1, sample.Answers) * (double)tokens;
        return new Measurement(
            sample.Answers / sample.Seconds,
            sample.Answers / sample.Seconds * tokens,
            sample.MedianMs,
            sample.P99Ms,
            sample.P999Ms,
            spent.Silos.TotalMicroseconds / answered,
            spent.Client.TotalMicroseconds / answered,
            spent.Others.TotalSeconds / sample.Seconds);
    }

    /// <summary>The median of each figure.</summary>
    public static Measurement Median(IReadOnlyCollection<Measurement> all)
    {
        double Of(Func<Measurement, double> figure) => Averages.Median(all.Select(figure));
        return new Measurement(
            Of(one => one.FramesPerSecond),
            Of(one => one.TokensPerSecond),
            Of(one => one.MedianMs),
            Of(one => one.P99Ms),
            Of(one => one.P999Ms),
            Of(one => one.SiloUs),
            Of(one => one.ClientUs),
            Of(one => one.OtherCores))
        {
            Lost = all.Sum(one => one.Lost),
        };
    }
}
