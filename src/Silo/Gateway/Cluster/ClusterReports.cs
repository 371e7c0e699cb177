using Orleans.Runtime.Services;

namespace RnnCluster.Silo.Gateway.Cluster;

/// <summary>Asks the silos of the cluster for their reports.</summary>
internal sealed class ClusterReports(IServiceProvider services, ISiloStatusOracle silos, GatewayOrigins origins, TimeProvider time)
    : GrainServiceClient<ISiloReporter>(services)
{
    private const string Silent = "silent";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>All silos; those that do not answer soon without their figures.</summary>
    public async Task<ClusterState> ReadAsync()
    {
        var answers = await Task.WhenAll(List().Select(async silo => (silo.Key, silo.Value, Report: await AskAsync(silo.Key, silo.Value))));
        origins.Learn(answers.Select(answer => answer.Report?.Address).OfType<string>());
        return new ClusterState([.. answers.Select(answer => Describe(answer.Key, answer.Value, answer.Report))], answers.Any(answer => answer.Report?.MayBeKilled == true));
    }

    /// <summary>Ends the process of a silo.</summary>
    /// <returns>False when there is no such silo, or it may not be killed.</returns>
    public async Task<bool> TryKillAsync(string name)
    {
        var silo = List().FirstOrDefault(each => NameOf(each.Key) == name).Key;
        if (silo is null || await AskAsync(silo, SiloStatus.Active) is not { MayBeKilled: true })
        {
            return false;
        }

        await GetGrainService(silo).KillAsync();
        return true;
    }

    /// <summary>The last silo of each address.</summary>
    private IEnumerable<KeyValuePair<SiloAddress, SiloStatus>> List() => silos.GetApproximateSiloStatuses()
        .GroupBy(silo => silo.Key.Endpoint)
        .Select(same => same.MaxBy(silo => silo.Key.Generation))
        .OrderBy(silo => NameOf(silo.Key), StringComparer.Ordinal);

    private static SiloState Describe(SiloAddress silo, SiloStatus status, SiloReport? report)
    {
        var word = status == SiloStatus.Active && report is null ? Silent : $"{status}";
        return new SiloState(
            NameOf(silo), char.ToLowerInvariant(word[0]) + word[1..], report?.Address, report?.Sessions ?? 0, report?.Rows ?? 0, report?.Passes ?? 0);
    }

    private static string NameOf(SiloAddress silo) => $"{silo.Endpoint}";

    private async Task<SiloReport?> AskAsync(SiloAddress silo, SiloStatus status)
    {
        if (status != SiloStatus.Active)
        {
            return null;
        }

        try
        {
            return await GetGrainService(silo).ReportAsync().WaitAsync(Patience, time);
        }
        catch (Exception exception) when (exception is OrleansException or TimeoutException)
        {
            return null;
        }
    }
}
