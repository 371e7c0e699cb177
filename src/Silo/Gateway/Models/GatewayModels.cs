using System.Collections.Concurrent;
using RnnCluster.Abstractions.Models;
using RnnCluster.Client;

namespace RnnCluster.Silo.Gateway.Models;

/// <summary>What the gateway has to know of the models that the cluster serves.</summary>
internal sealed class GatewayModels(RnnClient client)
{
    private readonly ConcurrentDictionary<string, ModelSummary> _served = new(StringComparer.Ordinal);

    /// <summary>The model of that name; null when it is not served.</summary>
    public async ValueTask<ModelSummary?> FindAsync(string name)
    {
        if (_served.TryGetValue(name, out var found))
        {
            return found;
        }

        foreach (var model in await client.ListModelsAsync())
        {
            if (model.Faults.Length == 0)
            {
                // Those come first that new sessions get.
                _served.TryAdd(model.Name, model);
            }
        }

        return _served.GetValueOrDefault(name);
    }

    /// <summary>Kind of a model's tokenizer; empty when it has none.</summary>
    public async ValueTask<string> TokenizerOfAsync(string name) => (await FindAsync(name))?.Tokenizer ?? "";
}
