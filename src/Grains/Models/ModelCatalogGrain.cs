using Orleans.Concurrency;
using RnnCluster.Abstractions.Models;

namespace RnnCluster.Grains.Models;

/// <summary>Answers for the catalogs of all silos.</summary>
[StatelessWorker]
internal sealed class ModelCatalogGrain(ModelReports reports) : Grain, IModelCatalogGrain
{
    public Task<IReadOnlyList<ModelSummary>> ListAsync() => reports.ListAsync();
}
