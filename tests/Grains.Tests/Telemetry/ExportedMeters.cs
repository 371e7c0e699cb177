namespace RnnCluster.Grains.Tests.Telemetry;

/// <summary>An export listens to all meters of the process: these tests run alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ExportedMeters
{
    /// <summary>Name of the collection.</summary>
    public const string Name = "Exported meters";
}
