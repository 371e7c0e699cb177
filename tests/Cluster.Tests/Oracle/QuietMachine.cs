namespace RnnCluster.Cluster.Tests.Oracle;

/// <summary>Runs when nothing else does: five processes have enough to do with each other.</summary>
[CollectionDefinition(nameof(QuietMachine), DisableParallelization = true)]
public sealed class QuietMachine;
