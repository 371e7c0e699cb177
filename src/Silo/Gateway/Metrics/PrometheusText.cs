using System.Globalization;
using System.Text;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace RnnCluster.Silo.Gateway.Metrics;

/// <summary>Writes metrics in Prometheus' text-based exposition format, version 0.0.4.</summary>
/// <param name="text">What is written to.</param>
internal sealed class PrometheusText(StringBuilder text)
{
    /// <summary>The media type of the format.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>Writes a metric with all its points; one that has a type which Prometheus does not know is left out.</summary>
    public void Write(Metric metric)
    {
        if (PrometheusNames.Kind(metric) is not { } kind)
        {
            return;
        }

        var name = PrometheusNames.Of(metric);
        text.Append("# HELP ").Append(name).Append(' ').Append(Escape(metric.Description, quotes: false)).Append('\n');
        text.Append("# TYPE ").Append(name).Append(' ').Append(kind).Append('\n');
        foreach (ref readonly var point in metric.GetMetricPoints())
        {
            var labels = Labels(point.Tags);
            if (metric.MetricType == MetricType.Histogram)
            {
                WriteHistogram(name, labels, point);
            }
            else
            {
                WriteSample(name, labels, Value(metric.MetricType, point));
            }
        }
    }

    private void WriteHistogram(string name, string labels, in MetricPoint point)
    {
        var count = 0L;
        foreach (var bucket in point.GetHistogramBuckets())
        {
            count += bucket.BucketCount;
            var bound = $"le=\"{Number(bucket.ExplicitBound)}\"";
            WriteSample($"{name}_bucket", labels.Length == 0 ? bound : $"{labels},{bound}", count);
        }

        WriteSample($"{name}_sum", labels, point.GetHistogramSum());
        WriteSample($"{name}_count", labels, point.GetHistogramCount());
    }

    private void WriteSample(string name, string labels, double value)
    {
        text.Append(name);
        if (labels.Length > 0)
        {
            text.Append('{').Append(labels).Append('}');
        }

        text.Append(' ').Append(Number(value)).Append('\n');
    }

    private static double Value(MetricType type, in MetricPoint point) => type switch
    {
        MetricType.LongSum or MetricType.LongSumNonMonotonic => point.GetSumLong(),
        MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic => point.GetSumDouble(),
        MetricType.LongGauge => point.GetGaugeLastValueLong(),
        _ => point.GetGaugeLastValueDouble(),
    };

    private static string Labels(ReadOnlyTagCollection tags)
    {
        var labels = new List<string>();
        foreach (var (key, value) in tags)
        {
            var said = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
            labels.Add($"{PrometheusNames.Label(key)}=\"{Escape(said, quotes: true)}\"");
        }

        return string.Join(',', labels);
    }

    private static string Escape(string value, bool quotes)
    {
        var escaped = value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
        return quotes ? escaped.Replace("\"", "\\\"", StringComparison.Ordinal) : escaped;
    }

    private static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };
}
