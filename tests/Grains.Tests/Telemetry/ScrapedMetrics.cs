using System.Globalization;
using System.Text.RegularExpressions;

namespace RnnCluster.Grains.Tests.Telemetry;

/// <summary>Reads Prometheus' text format as its description has it, and strictly: what is not of the format fails the test.</summary>
internal sealed partial class ScrapedMetrics
{
    private readonly Dictionary<string, string> _kinds = new(StringComparer.Ordinal);
    private readonly HashSet<string> _series = new(StringComparer.Ordinal);
    private readonly HashSet<string> _samples = new(StringComparer.Ordinal);

    private ScrapedMetrics()
    {
    }

    /// <summary>Names of all samples; a histogram has three of them.</summary>
    public IReadOnlyCollection<string> Samples => _samples;

    /// <summary>Names of all labels.</summary>
    public HashSet<string> Labels { get; } = new(StringComparer.Ordinal);

    public static ScrapedMetrics Read(string text)
    {
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        var metrics = new ScrapedMetrics();
        var family = "";
        foreach (var line in text.TrimEnd('\n').Split('\n'))
        {
            if (Help().Match(line) is { Success: true })
            {
                continue;
            }

            if (Kind().Match(line) is { Success: true } kind)
            {
                family = kind.Groups[1].Value;
                Assert.True(metrics._kinds.TryAdd(family, kind.Groups[2].Value), $"{family} comes twice");
                continue;
            }

            metrics.AddSample(line, family);
        }

        return metrics;
    }

    private void AddSample(string line, string family)
    {
        var sample = Sample().Match(line);
        Assert.True(sample.Success, $"no line of the format: {line}");
        var name = sample.Groups["name"].Value;
        Assert.Contains(name, _kinds[family] == "histogram" ? [$"{family}_bucket", $"{family}_sum", $"{family}_count"] : new[] { family });
        Assert.True(_series.Add(name + sample.Groups["labels"].Value), $"{line} comes twice");
        _samples.Add(name);
        foreach (var label in sample.Groups["label"].Captures.Select(capture => capture.Value))
        {
            Labels.Add(label);
        }

        var value = sample.Groups["value"].Value;
        Assert.True(value is "+Inf" or "-Inf" or "NaN" || double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _), line);
    }

    [GeneratedRegex(@"^# HELP [a-zA-Z_:][a-zA-Z0-9_:]* [^\n]*$")]
    private static partial Regex Help();

    [GeneratedRegex(@"^# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge|histogram)$")]
    private static partial Regex Kind();

    [GeneratedRegex("""^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(?<labels>\{(?:(?<label>[a-zA-Z_][a-zA-Z0-9_]*)="(?:[^"\\\n]|\\["\\n])*",?)+\})? (?<value>\S+)$""")]
    private static partial Regex Sample();
}
