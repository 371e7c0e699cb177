using System.Collections.Concurrent;

namespace RnnCluster.Grains.Telemetry;

/// <summary>What went through the sessions of this silo, by model. Versions come and go; what has one name is one model.</summary>
internal sealed class ModelTraffics
{
    private readonly ConcurrentDictionary<string, ModelTraffic> _models = new(StringComparer.Ordinal);

    /// <summary>All models that have had a session.</summary>
    public IEnumerable<ModelTraffic> All => _models.Values;

    /// <summary>The counts of a model.</summary>
    public ModelTraffic Of(string model) => _models.GetOrAdd(model, static name => new ModelTraffic(name));
}
