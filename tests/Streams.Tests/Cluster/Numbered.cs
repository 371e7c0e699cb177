namespace RnnCluster.Streams.Tests.Cluster;

/// <summary>An event that says whose it is and which one.</summary>
[GenerateSerializer, Immutable, Alias("rnn.tests.Numbered")]
public sealed record Numbered([property: Id(0)] int Producer, [property: Id(1)] int Number);
