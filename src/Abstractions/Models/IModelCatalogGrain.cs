namespace RnnCluster.Abstractions.Models;

/// <summary>Says which models the cluster serves. The grain's key is 0.</summary>
[Alias("rnn.IModelCatalogGrain")]
public interface IModelCatalogGrain : IGrainWithIntegerKey
{
    /// <summary>All packages of the models folder, the broken ones with their faults, by name.</summary>
    [Alias("List")]
    Task<IReadOnlyList<ModelSummary>> ListAsync();
}
