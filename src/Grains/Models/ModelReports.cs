using Orleans.Runtime.Services;
using RnnCluster.Abstractions.Models;

namespace RnnCluster.Grains.Models;

/// <summary>The reports of all silos, as one.</summary>
internal sealed class ModelReports(IServiceProvider services, ModelCatalog catalog, ISiloStatusOracle silos, TimeProvider time)
    : GrainServiceClient<IModelReport>(services)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>What the silos list, with the sessions of all; without the silos that do not answer soon.</summary>
    public async Task<IReadOnlyList<ModelSummary>> ListAsync()
    {
        var reports = silos.GetApproximateSiloStatuses(onlyActive: true).Keys
            .Select(silo => silo.Equals(silos.SiloAddress) ? Task.FromResult(catalog.List()) : AskAsync(silo));
        return Merge(await Task.WhenAll(reports));
    }

    /// <summary>One row for each version, in the state that is nearest to serving of those that silos have it in; one for each refusal.</summary>
    public static IReadOnlyList<ModelSummary> Merge(IEnumerable<IReadOnlyList<ModelSummary>> reports)
    {
        var rows = reports.SelectMany(report => report).GroupBy(row => (row.Name, row.Version, string.Join('\n', row.Faults)));
        return
        [
            .. rows.Select(silos => silos.MinBy(row => row.State)! with { Sessions = silos.Sum(row => row.Sessions), Silos = silos.Count() })
                .OrderBy(summary => summary.Name, StringComparer.Ordinal).ThenBy(summary => summary.State)
                .ThenByDescending(summary => summary.Version, VersionOrder.Natural),
        ];
    }

    private async Task<IReadOnlyList<ModelSummary>> AskAsync(SiloAddress silo)
    {
        try
        {
            return await GetGrainService(silo).ListAsync().WaitAsync(Patience, time);
        }
        catch (Exception exception) when (exception is OrleansException or TimeoutException)
        {
            // It is on its way in or out; what it serves is served elsewhere.
            return [];
        }
    }
}
