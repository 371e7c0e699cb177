namespace RnnCluster.LiveStreams.Echo;

/// <summary>Gives back what it gets.</summary>
[Alias("bench.IEchoGrain")]
internal interface IEchoGrain : IGrainWithStringKey
{
    /// <summary>The event, without a stream.</summary>
    [Alias("Echo")]
    Task<EchoEvent> EchoAsync(EchoEvent item);
}
