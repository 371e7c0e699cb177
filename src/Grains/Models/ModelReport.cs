using Microsoft.Extensions.Logging;
using RnnCluster.Abstractions.Models;

namespace RnnCluster.Grains.Models;

/// <inheritdoc cref="IModelReport" />
internal sealed class ModelReport(GrainId id, Orleans.Runtime.Silo silo, ILoggerFactory loggers, ModelCatalog catalog)
    : GrainService(id, silo, loggers), IModelReport
{
    public Task<IReadOnlyList<ModelSummary>> ListAsync() => Task.FromResult(catalog.List());
}
