using RnnCluster.LiveStreams.Report;

namespace RnnCluster.LiveStreams.Cases;

/// <summary>One question that is answered by measuring.</summary>
internal interface IBenchCase
{
    /// <summary>On the command line.</summary>
    string Name { get; }

    /// <summary>Measures.</summary>
    Task<ReportSection> RunAsync(RunSettings settings);
}
