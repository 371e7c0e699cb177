using Orleans.Streams;
using RnnCluster.Streams.Hosting;

namespace RnnCluster.LiveStreams.Streams;

/// <summary>The cluster's own stream provider, under the plain API of Orleans' streams.</summary>
internal sealed class LiveStreamVariant : StreamVariant
{
    private const string PubSubStore = "PubSubStore";

    public override string Name => StreamVariants.Live;

    public override string Description => "live streams";

    public override void Configure(ISiloBuilder silo) => silo
        .AddMemoryGrainStorage(PubSubStore)
        .AddLiveStreams(InputProvider, static streams => streams.ConfigureStreamPubSub(StreamPubSubType.ImplicitOnly))
        .AddLiveStreams(ReplyProvider, static streams => streams.ConfigureStreamPubSub(StreamPubSubType.ExplicitGrainBasedOnly));

    public override void Configure(IClientBuilder client) => client.AddLiveStreams(InputProvider).AddLiveStreams(ReplyProvider);
}
