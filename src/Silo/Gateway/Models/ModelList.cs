using RnnCluster.Abstractions.Models;

namespace RnnCluster.Silo.Gateway.Models;

/// <summary>The models of a cluster.</summary>
/// <param name="Models">All packages of the models folder, by name.</param>
internal sealed record ModelList(IReadOnlyList<ModelSummary> Models);
