using System.Text.RegularExpressions;
using OpenTelemetry.Metrics;

namespace RnnCluster.Silo.Gateway.Metrics;

/// <summary>How metrics and tags are called in Prometheus, by the rules that OpenTelemetry has for it.</summary>
internal static partial class PrometheusNames
{
    /// <summary>The name of a metric: dots become underscores, the unit follows, and a counter ends with <c>_total</c>.</summary>
    public static string Of(Metric metric)
    {
        var name = Label(metric.Name);
        if (Unit(metric.Unit) is { } unit && !name.EndsWith(unit, StringComparison.Ordinal))
        {
            name = $"{name}_{unit}";
        }

        return Kind(metric) == "counter" && !name.EndsWith("_total", StringComparison.Ordinal) ? $"{name}_total" : name;
    }

    /// <summary><c>counter</c>, <c>gauge</c> or <c>histogram</c>; null for a type that is not written.</summary>
    public static string? Kind(Metric metric) => metric.MetricType switch
    {
        MetricType.LongSum or MetricType.DoubleSum => "counter",
        MetricType.LongSumNonMonotonic or MetricType.DoubleSumNonMonotonic or MetricType.LongGauge or MetricType.DoubleGauge => "gauge",
        MetricType.Histogram => "histogram",
        _ => null,
    };

    /// <summary>The name of a tag.</summary>
    public static string Label(string name)
    {
        var label = Other().Replace(name, "_");
        return char.IsAsciiDigit(label[0]) ? $"_{label}" : label;
    }

    /// <summary>A unit in a word; null for one that names what is counted, as <c>{session}</c> does.</summary>
    private static string? Unit(string unit) => unit switch
    {
        "s" => "seconds",
        "ms" => "milliseconds",
        "By" => "bytes",
        "" => null,
        _ when unit.StartsWith('{') => null,
        _ => Label(unit),
    };

    [GeneratedRegex("[^a-zA-Z0-9_]+")]
    private static partial Regex Other();
}
