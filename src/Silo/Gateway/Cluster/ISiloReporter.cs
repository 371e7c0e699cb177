using Orleans.Concurrency;
using Orleans.Services;

namespace RnnCluster.Silo.Gateway.Cluster;

/// <summary>Answers for the silo that it is called on.</summary>
[Alias("rnn.ISiloReporter")]
internal interface ISiloReporter : IGrainService
{
    [Alias("Report"), AlwaysInterleave]
    Task<SiloReport> ReportAsync();

    /// <summary>Ends the silo's process at once, if its gateway allows that.</summary>
    [Alias("Kill"), OneWay]
    Task KillAsync();
}
