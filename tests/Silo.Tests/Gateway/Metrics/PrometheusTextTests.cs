using System.Diagnostics.Metrics;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using RnnCluster.Silo.Gateway.Metrics;

namespace RnnCluster.Silo.Tests.Gateway.Metrics;

/// <summary>What is written, letter by letter, against examples written by hand after the format's description.</summary>
public sealed class PrometheusTextTests : IDisposable
{
    private readonly Meter _meter = new("PrometheusTextTests");
    private readonly PrometheusExporter _exporter = new();
    private readonly MeterProvider _provider;

    public PrometheusTextTests() => _provider = Sdk.CreateMeterProviderBuilder()
        .AddMeter(_meter.Name).AddReader(new BaseExportingMetricReader(_exporter)).Build();

    public void Dispose()
    {
        _provider.Dispose();
        _meter.Dispose();
    }

    [Fact]
    public void Scrape_Counters_EndWithTotalBehindTheirUnit()
    {
        _meter.CreateCounter<long>("a.frames", "{frame}", "Frames.").Add(3);
        _meter.CreateCounter<double>("a.time", "s", "Time.").Add(0.5);
        _meter.CreateCounter<long>("a.sent", "By", "Sent.").Add(7);

        AssertScrape("""
            # HELP a_frames_total Frames.
            # TYPE a_frames_total counter
            a_frames_total 3
            # HELP a_time_seconds_total Time.
            # TYPE a_time_seconds_total counter
            a_time_seconds_total 0.5
            # HELP a_sent_bytes_total Sent.
            # TYPE a_sent_bytes_total counter
            a_sent_bytes_total 7
            """);
    }

    [Fact]
    public void Scrape_ValuesThatGoUpAndDown_AreGauges()
    {
        var jobs = _meter.CreateUpDownCounter<long>("jobs", "{job}", "Jobs.");
        jobs.Add(5);
        jobs.Add(-7);
        _meter.CreateObservableGauge("age", () => double.NaN, "s", "Age.");
        _meter.CreateGauge<double>("far", "", "Far.").Record(double.PositiveInfinity);

        AssertScrape("""
            # HELP jobs Jobs.
            # TYPE jobs gauge
            jobs -2
            # HELP age_seconds Age.
            # TYPE age_seconds gauge
            age_seconds NaN
            # HELP far Far.
            # TYPE far gauge
            far +Inf
            """);
    }

    [Fact]
    public void Scrape_Histogram_HasBucketsThatAddUp()
    {
        var sizes = _meter.CreateHistogram<int>(
            "size", "By", "Sizes.", advice: new InstrumentAdvice<int> { HistogramBucketBoundaries = [10, 100] });
        foreach (var size in new[] { 1, 10, 11, 1_000 })
        {
            sizes.Record(size, new KeyValuePair<string, object?>("model.name", "m"));
        }

        AssertScrape("""
            # HELP size_bytes Sizes.
            # TYPE size_bytes histogram
            size_bytes_bucket{model_name="m",le="10"} 2
            size_bytes_bucket{model_name="m",le="100"} 3
            size_bytes_bucket{model_name="m",le="+Inf"} 4
            size_bytes_sum{model_name="m"} 1022
            size_bytes_count{model_name="m"} 4
            """);
    }

    [Fact]
    public void Scrape_TextsWithQuotesAndLineBreaks_AreEscaped()
    {
        _meter.CreateCounter<long>("odd", null, "back\\slash \"quoted\"\nnext line").Add(1, new KeyValuePair<string, object?>("9-odd", "a\"b\\c\nd"));

        AssertScrape("""
            # HELP odd_total back\\slash "quoted"\nnext line
            # TYPE odd_total counter
            odd_total{_9_odd="a\"b\\c\nd"} 1
            """);
    }

    [Fact]
    public void Scrape_Again_ShowsWhatIsNow()
    {
        var frames = _meter.CreateCounter<long>("frames", null, "Frames.");
        frames.Add(1);
        AssertScrape("# HELP frames_total Frames.\n# TYPE frames_total counter\nframes_total 1");

        frames.Add(2);
        AssertScrape("# HELP frames_total Frames.\n# TYPE frames_total counter\nframes_total 3");
    }

    private void AssertScrape(string expected) => Assert.Equal(expected.ReplaceLineEndings("\n") + "\n", _exporter.Scrape());
}
