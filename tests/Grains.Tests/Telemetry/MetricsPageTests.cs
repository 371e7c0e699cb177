using System.Diagnostics.Metrics;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Abstractions.Streams;
using RnnCluster.Grains.Tests.Testing;

namespace RnnCluster.Grains.Tests.Telemetry;

/// <summary>What <c>/metrics</c> gives, and that documentation, dashboard and alerts speak of what is there.</summary>
[Collection(ExportedMeters.Name)]
public sealed partial class MetricsPageTests(GatewayFixture gateway, ClusterFixture shared) : IClassFixture<GatewayFixture>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Dashboard_EveryPanel_AsksForMetricsAndLabelsThatAreThere()
    {
        var scraped = await ScrapeAsync();
        using var dashboard = JsonDocument.Parse(await ReadAsync("deploy/grafana/rnncluster.json"));
        var panels = dashboard.RootElement.GetProperty("panels").EnumerateArray().Where(panel => panel.GetProperty("type").GetString() != "row").ToList();
        var expressions = panels.SelectMany(panel => panel.GetProperty("targets").EnumerateArray()).Select(target => target.GetProperty("expr").GetString()!)
            .Concat(dashboard.RootElement.GetProperty("templating").GetProperty("list").EnumerateArray()
                .Where(variable => variable.GetProperty("type").GetString() == "query")
                .Select(variable => variable.GetProperty("query").GetProperty("query").GetString()!))
            .ToList();

        Assert.NotEmpty(panels);
        Assert.All(panels, panel => Assert.NotEmpty(panel.GetProperty("targets").EnumerateArray()));
        AssertKnown(expressions, scraped);
    }

    [Fact]
    public async Task Dashboard_ShowsEveryInstrument()
    {
        var scraped = await ScrapeAsync();
        var dashboard = await ReadAsync("deploy/grafana/rnncluster.json");

        Assert.All(
            scraped.Samples.Where(name => name.StartsWith("rnncluster_", StringComparison.Ordinal)).Select(WithoutPart),
            name => Assert.Contains(name, dashboard, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Alerts_EveryRule_AsksForMetricsAndLabelsThatAreThere()
    {
        var scraped = await ScrapeAsync();
        var alerts = await ReadAsync("deploy/prometheus/alerts.yml");
        var expressions = Expression().Matches(alerts).Select(match => match.Groups[1].Value).ToList();

        Assert.Equal(Alert().Count(alerts), expressions.Count);
        AssertKnown(expressions, scraped);
        Assert.All(Metric().Matches(alerts), match => Assert.True(IsKnown(match.Value, scraped), match.Value));
    }

    [Fact]
    public async Task Documentation_ListsEveryInstrumentWithItsUnit()
    {
        var page = await ReadAsync("docs/metrics.md");

        Assert.All(Instruments(), instrument => Assert.Contains(
            page.Split('\n'), line => line.StartsWith($"| `{instrument.Name}` |", StringComparison.Ordinal)
                && line.Contains($"`{instrument.Unit}`", StringComparison.Ordinal)));
    }

    /// <summary>The metrics when each instrument has measured something.</summary>
    private async Task<ScrapedMetrics> ScrapeAsync()
    {
        var client = gateway.Host.Services.GetRequiredService<IClusterClient>();
        var key = new SessionKey(TinyModels.Strict, shared.NewId());
        await using var outputs = await StreamTap.OpenAsync(client, key.ToString());
        await client.GetStreamProvider(RnnStreams.InputProvider).GetStream<InputFrame>(RnnStreams.Input(key))
            .OnNextAsync(new InputFrame { Sequence = 0, Input = new IdsInput([3]) });
        await outputs.ThroughAsync(0);
        foreach (var instrument in Instruments())
        {
            Measure(instrument);
        }

        using var response = await gateway.Http.GetAsync("/metrics", Cancellation);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        return ScrapedMetrics.Read(await response.Content.ReadAsStringAsync(Cancellation));
    }

    private List<Instrument> Instruments()
    {
        var meter = gateway.Host.Services.GetRequiredService<IMeterFactory>().Create("RnnCluster");
        var instruments = new List<Instrument>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter == meter)
            {
                instruments.Add(instrument);
            }
        };
        listener.Start();
        Assert.NotEmpty(instruments);
        return instruments;
    }

    /// <summary>One measurement with every tag that the product uses, so that all labels are there.</summary>
    private static void Measure(Instrument instrument)
    {
        KeyValuePair<string, object?>[] tags = instrument.Name switch
        {
            "rnncluster.frames.refused" => [new("error.type", "internal")],
            "rnncluster.sessions.activations" => [new("rnncluster.session.from", "refused")],
            "rnncluster.store.errors" => [new("rnncluster.store.operation", "read")],
            _ => [],
        };
        switch (instrument)
        {
            case Counter<long> counter:
                counter.Add(1, tags);
                break;
            case Histogram<int> histogram:
                histogram.Record(1, tags);
                break;
            case Histogram<double> histogram:
                histogram.Record(1, tags);
                break;
            default:
                Assert.True(instrument.IsObservable, $"{instrument.Name} is measured in no known way");
                break;
        }
    }

    private static void AssertKnown(IReadOnlyList<string> expressions, ScrapedMetrics scraped)
    {
        Assert.NotEmpty(expressions);
        Assert.All(expressions, expression =>
        {
            Assert.All(Metric().Matches(expression).Select(match => match.Value), name => Assert.True(IsKnown(name, scraped), $"{name} in {expression}"));
        });
    }

    /// <summary>Whether that is a sample, the family of a histogram, or a label; of Prometheus itself come job, instance and le.</summary>
    private static bool IsKnown(string name, ScrapedMetrics scraped) =>
        scraped.Samples.Contains(name) || scraped.Samples.Contains($"{name}_bucket") || scraped.Labels.Contains(name);

    /// <summary>A histogram's name without that of its part.</summary>
    private static string WithoutPart(string name) => Part().Replace(name, "");

    private static Task<string> ReadAsync(string path)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "RnnCluster.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("the tests run outside of the repository");
        }

        return File.ReadAllTextAsync(Path.Combine(folder.FullName, path), Cancellation);
    }

    [GeneratedRegex(@"\b(?:rnncluster|dotnet|error)_[a-z0-9_]+")]
    private static partial Regex Metric();

    [GeneratedRegex(@"^\s+expr: (.+)$", RegexOptions.Multiline)]
    private static partial Regex Expression();

    [GeneratedRegex(@"^\s+- alert: \w+$", RegexOptions.Multiline)]
    private static partial Regex Alert();

    [GeneratedRegex("_(?:bucket|sum|count)$")]
    private static partial Regex Part();
}
