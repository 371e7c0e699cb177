using System.Text.Json;
using HdrHistogram;
using RnnCluster.Cli.Load;

namespace RnnCluster.Cli.Tests.Load;

public sealed class LoadReportTests
{
    private static readonly LoadResult Result = new()
    {
        Model = "tagger",
        Version = "1",
        Topology = "many-to-many",
        Settings = new LoadSettings { Model = "tagger", Sessions = 100 },
        Machine = new Machine("a processor", 2, ".NET"),
        Interrupted = false,
        OpenSeconds = 0.25,
        MeasuredSeconds = 10,
        FramesPerSecond = 99.5,
        TokensPerSecond = 99.5,
        Frames = 1_000,
        Answered = 995,
        Errors = new Dictionary<string, long> { ["overloaded"] = 3 },
        WarmUpErrors = 0,
        LostSessions = new Dictionary<string, long> { ["session-lost"] = 1 },
        CpuSeconds = 1.5,
        CpuMicrosecondsPerToken = 1507.5,
        Latencies = Histogram(995),
    };

    [Fact]
    public void ToJson_Result_HasEveryFigure()
    {
        using var json = JsonDocument.Parse(LoadReport.ToJson(Result));

        Assert.Equal(
            [
                "model", "version", "topology", "settings", "machine", "interrupted", "openSeconds", "measuredSeconds", "framesPerSecond",
                "tokensPerSecond", "frames", "answered", "refused", "unanswered", "errors", "warmUpErrors", "lostSessions", "cpuSeconds",
                "cpuMicrosecondsPerToken", "latencyMs",
            ],
            Names(json.RootElement));
        Assert.Equal(
            ["model", "sessions", "tokens", "seconds", "warmUpSeconds", "drainSeconds", "window", "seed"],
            Names(json.RootElement.GetProperty("settings")));
        Assert.Equal(["processor", "cores", "runtime"], Names(json.RootElement.GetProperty("machine")));
        var latency = json.RootElement.GetProperty("latencyMs");
        Assert.Equal(["count", "mean", "p50", "p90", "p99", "p999", "max", "percentiles"], Names(latency));
        Assert.Equal(["percentile", "ms", "frames"], Names(latency.GetProperty("percentiles")[0]));
        Assert.Equal((3, 2), (json.RootElement.GetProperty("refused").GetInt64(), json.RootElement.GetProperty("unanswered").GetInt64()));
    }

    [Fact]
    public void ToJson_OpenLoop_HasTheRateAndTheDelays()
    {
        using var json = JsonDocument.Parse(LoadReport.ToJson(
            Result with { Settings = Result.Settings with { Rate = 500 }, SendDelays = Histogram(10) }));

        var settings = json.RootElement.GetProperty("settings");
        Assert.Equal(500, settings.GetProperty("rate").GetDouble());
        Assert.False(settings.TryGetProperty("window", out _));
        Assert.Equal(10, json.RootElement.GetProperty("sendDelayMs").GetProperty("count").GetInt64());
    }

    [Fact]
    public void ToText_Result_IsALineAFigure() => Assert.Equal(
        """
        model          tagger 1, many-to-many
        load           closed loop, window 1, 1 token a frame, 10 s after 3 s, seed 1
        machine        a processor, 2 cores
        sessions       100
        opened in      0.25 s
        frames         1,000 in 10.00 s
        frames/s       100
        tokens/s       100
        p50            0.50 ms
        p90            0.90 ms
        p99            0.99 ms
        p99.9          0.99 ms
        max            0.99 ms
        errors         3 overloaded
        lost sessions  1 session-lost
        unanswered     2 frames
        CPU            1.50 s of this process, 1507.5 µs a token
        """,
        LoadReport.ToText(Result));

    [Fact]
    public void ToText_NothingAnswered_SaysSo() => Assert.Contains(
        "latency        no frame was answered",
        LoadReport.ToText(Result with { Latencies = LatencyHistogram.Create() }),
        StringComparison.Ordinal);

    [Fact]
    public void IsClean_AnythingMissing_IsNot()
    {
        var none = new Dictionary<string, long>();
        var clean = Result with { Errors = none, LostSessions = none, Frames = 995 };

        Assert.True(clean.IsClean);
        Assert.False((clean with { Frames = 996 }).IsClean);
        Assert.True((clean with { Frames = 996, Interrupted = true }).IsClean);
        Assert.False((clean with { WarmUpErrors = 1 }).IsClean);
        Assert.False((clean with { Errors = Result.Errors, Frames = 998 }).IsClean);
        Assert.False((clean with { LostSessions = Result.LostSessions }).IsClean);
    }

    [Fact]
    public void ToPng_Result_IsAPicture() =>
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], LatencyPlot.ToPng(Result)[..4]);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(90, 1)]
    [InlineData(99.9, 3)]
    public void Exponent_Percentile_IsTheNumberOfNines(double percentile, double exponent) =>
        Assert.Equal(exponent, LatencyPlot.Exponent(percentile), tolerance: 1e-9);

    /// <summary>Latencies of 1 µs, 2 µs, and so on.</summary>
    private static LongHistogram Histogram(int count)
    {
        var histogram = LatencyHistogram.Create();
        for (var latency = 1; latency <= count; latency++)
        {
            histogram.RecordValue(latency);
        }

        return histogram;
    }

    private static IEnumerable<string> Names(JsonElement element) => element.EnumerateObject().Select(entry => entry.Name);
}
