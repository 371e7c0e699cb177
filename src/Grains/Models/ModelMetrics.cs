using System.Diagnostics.Metrics;
using RnnCluster.Abstractions.Models;
using RnnCluster.Grains.Telemetry;

namespace RnnCluster.Grains.Models;

/// <summary>What the catalog tells about its models.</summary>
internal sealed class ModelMetrics(IMeterFactory meters)
{
    private readonly Meter _meter = meters.Create(RnnMeter.Name);

    /// <summary>Shows how many sessions in memory are on each version.</summary>
    public void Observe(ModelCatalog catalog) => _meter.CreateObservableUpDownCounter(
        "rnncluster.model.sessions", () => catalog.List().Where(model => model.State != ModelState.Refused).Select(Measure),
        "{session}", "Sessions in memory that are on a version of a model.");

    private static Measurement<int> Measure(ModelSummary model) => new(
        model.Sessions,
        new KeyValuePair<string, object?>(RnnMeter.Model, model.Name),
        new KeyValuePair<string, object?>(RnnMeter.ModelVersion, model.Version));
}
