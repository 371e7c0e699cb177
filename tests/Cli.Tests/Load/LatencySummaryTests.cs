using CsCheck;
using Microsoft.Extensions.Time.Testing;
using RnnCluster.Cli.Load;

namespace RnnCluster.Cli.Tests.Load;

public sealed class LatencySummaryTests
{
    // Three significant digits, and a value stands for the range that it is recorded in.
    private const double Tolerance = 0.002;

    [Fact]
    public void Of_AnyLatencies_GivesThePercentilesOfTheSortedList() =>
        Gen.Int[1, 50_000_000].Array[1, 2_000].Sample(
            latencies =>
            {
                var histogram = LatencyHistogram.Create();
                Array.ForEach(latencies, latency => histogram.RecordValue(latency));
                var sorted = latencies.Order().ToArray();

                var summary = LatencySummary.Of(histogram)!;

                AssertClose(Ranked(sorted, 50), summary.P50);
                AssertClose(Ranked(sorted, 90), summary.P90);
                AssertClose(Ranked(sorted, 99), summary.P99);
                AssertClose(Ranked(sorted, 99.9), summary.P999);
                AssertClose(sorted[^1] / 1e3, summary.Max);
                AssertClose(latencies.Average() / 1e3, summary.Mean);
                Assert.Equal(latencies.Length, summary.Count);
                Assert.Equal((100, latencies.Length), (summary.Percentiles[^1].Percentile, summary.Percentiles[^1].Frames));
                Assert.Equal(summary.Percentiles.OrderBy(point => point.Ms).ThenBy(point => point.Percentile), summary.Percentiles);
            },
            iter: 50,
            seed: "2ArjS1wXPn61");

    [Fact]
    public void Of_NothingRecorded_IsNull() => Assert.Null(LatencySummary.Of(LatencyHistogram.Create()));

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(1.5, 1_500)]
    [InlineData(7_200_000, 3_600_000_000)]
    public void Microseconds_Time_IsWithinWhatAHistogramTakes(double ms, long microseconds) =>
        Assert.Equal(microseconds, LatencyHistogram.Microseconds(TimeSpan.FromMilliseconds(ms)));

    [Fact]
    public void Take_ManyThreadsWhileTheyRecord_LosesNothing()
    {
        const int Threads = 4;
        const int Frames = 20_000;
        var clock = new FakeTimeProvider();
        var window = LoadWindow.BeginningNow(new LoadSettings { Model = "m", WarmUpSeconds = 0 }, clock);
        using var meter = new LoadMeter(window, clock);
        var taken = 0L;

        var recording = Parallel.ForAsync(0, Threads, TestContext.Current.CancellationToken, (thread, _) =>
        {
            for (var frame = 0; frame < Frames; frame++)
            {
                meter.Offer(window.From);
                meter.Answer(window.From, window.From + frame, tokens: 2);
            }

            return ValueTask.CompletedTask;
        });
        while (!recording.IsCompleted)
        {
            taken += meter.Take().TotalCount;
        }

        taken += meter.Take().TotalCount;

        Assert.Equal((long)Threads * Frames, taken);
        Assert.Equal(taken, meter.Latencies.TotalCount);
        Assert.Equal((taken, taken, 2 * taken), (meter.Count().Offered, meter.Count().Answered, meter.Count().Tokens));
    }

    private static double Ranked(int[] sorted, double percentile) =>
        sorted[Math.Max(1, (int)Math.Ceiling(percentile / 100 * sorted.Length - 1e-6)) - 1] / 1e3;

    private static void AssertClose(double expected, double actual) =>
        Assert.InRange(actual, expected * (1 - Tolerance) - 0.001, expected * (1 + Tolerance) + 0.001);
}
