namespace RnnCluster.Abstractions.Models;

/// <summary>Says which models the cluster serves. The grain's key is 0.</summary>
[Alias("rnn.IModelCatalogGrain")]
public interface IModelCatalogGrain : IGrainWithIntegerKey
{
    /// <summary>All versions of all models, by name, those that new sessions get first, and what is refused with its faults.</summary>
    [Alias("List")]
    Task<IReadOnlyList<ModelSummary>> ListAsync();
}
