namespace RnnCluster.LiveStreams.Baseline;

/// <summary>A session that is reached by its stream only.</summary>
[Alias("bench.IBaselineGrain")]
internal interface IBaselineGrain : IGrainWithStringKey;
