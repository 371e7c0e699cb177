namespace RnnCluster.Cluster.Tests.Page;

/// <summary>The tests of the page share one demo and run one after the other.</summary>
[CollectionDefinition(nameof(SharedDemo))]
public sealed class SharedDemo : ICollectionFixture<PageDemo>;
