using Orleans.Streams;
using RnnCluster.Abstractions.Streams;
using RnnCluster.Streams.Hosting;

namespace RnnCluster.Silo.Streams;

/// <summary>The streams that frames travel on.</summary>
public static class RnnStreamsSiloBuilderExtensions
{
    // A session that was woken by its stream is attached to it; the agent need not remember the stream for long.
    private static readonly TimeSpan WokenStreamAge = TimeSpan.FromSeconds(10);

    // An agent asks again who subscribes to a stream that was quiet for so long: the silo that knew may be gone, and clients subscribe anew.
    private static readonly TimeSpan QuietReplyAge = TimeSpan.FromSeconds(1);

    /// <summary>Adds the providers of input and output streams.</summary>
    /// <remarks>
    /// Input subscriptions are implicit only: a session costs no rendezvous and no write to the subscription store. Outputs have
    /// explicit subscribers, a few for each client process; the store of the silo keeps them.
    /// </remarks>
    public static ISiloBuilder AddRnnStreams(this ISiloBuilder silo) => silo
        .AddLiveStreams(RnnStreams.InputProvider, static streams =>
        {
            streams.ConfigureStreamPubSub(StreamPubSubType.ImplicitOnly);
            streams.ConfigurePullingAgent(static agent => agent.Configure(static options => options.StreamInactivityPeriod = WokenStreamAge));
        })
        .AddLiveStreams(RnnStreams.OutputProvider, static streams =>
        {
            streams.ConfigureStreamPubSub(StreamPubSubType.ExplicitGrainBasedOnly);
            streams.ConfigurePullingAgent(static agent => agent.Configure(static options => options.StreamInactivityPeriod = QuietReplyAge));
        });
}
