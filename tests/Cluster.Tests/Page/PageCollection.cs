namespace RnnCluster.Cluster.Tests.Page;

/// <summary>The tests of the page share one demo and run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class PageCollection : ICollectionFixture<PageDemo>
{
    /// <summary>Name of the collection.</summary>
    public const string Name = "Page";
}
