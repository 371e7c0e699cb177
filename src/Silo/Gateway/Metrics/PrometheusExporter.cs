using System.Text;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace RnnCluster.Silo.Gateway.Metrics;

/// <summary>Collects the metrics of this process when somebody asks for them.</summary>
[ExportModes(ExportModes.Pull)]
internal sealed class PrometheusExporter : BaseExporter<Metric>, IPullMetricExporter
{
    private const int CollectWaitMs = 5_000;

    private readonly Lock _gate = new();
    private readonly StringBuilder _text = new();

    /// <inheritdoc />
    public Func<int, bool>? Collect { get; set; }

    /// <summary>All metrics as they are now; null when that took too long.</summary>
    public string? Scrape()
    {
        lock (_gate)
        {
            _text.Clear();
            return Collect!(CollectWaitMs) ? _text.ToString() : null;
        }
    }

    /// <inheritdoc />
    public override ExportResult Export(in Batch<Metric> batch)
    {
        var text = new PrometheusText(_text);
        foreach (var metric in batch)
        {
            text.Write(metric);
        }

        return ExportResult.Success;
    }
}
