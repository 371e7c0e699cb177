using Orleans.Concurrency;
using RnnCluster.Abstractions.Models;

namespace RnnCluster.Grains.Models;

/// <summary>Answers for the catalog of its silo.</summary>
[StatelessWorker]
internal sealed class ModelCatalogGrain(ModelCatalog catalog) : Grain, IModelCatalogGrain
{
    public Task<IReadOnlyList<ModelSummary>> ListAsync() => Task.FromResult(catalog.List());
}
