namespace RnnCluster.LiveStreams.Streams;

/// <summary>The cluster's own stream provider, under the plain API of Orleans' streams.</summary>
internal sealed class LiveStreamVariant : StreamVariant
{
    public override string Name => StreamVariants.Live;

    public override string Description => "live streams";

    public override void Configure(ISiloBuilder silo) => throw NotWired();

    public override void Configure(IClientBuilder client) => throw NotWired();

    private static NotSupportedException NotWired() => new("this build has no live streams");
}
