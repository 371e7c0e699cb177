using Orleans.Services;
using RnnCluster.Abstractions.Models;

namespace RnnCluster.Grains.Models;

/// <summary>Answers for the catalog of the silo that it is called on.</summary>
[Alias("rnn.IModelReport")]
internal interface IModelReport : IGrainService
{
    [Alias("List")]
    Task<IReadOnlyList<ModelSummary>> ListAsync();
}
