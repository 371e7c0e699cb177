using Orleans.Streams;
using RnnCluster.Abstractions.Streams;

namespace RnnCluster.Silo.Streams;

/// <summary>The streams that frames travel on: Orleans' memory streams, tuned for tokens that somebody waits for.</summary>
public static class RnnStreamsSiloBuilderExtensions
{
    private const string PubSubStore = "PubSubStore";

    // An agent asks its queue this often. The stock 100 ms would be the median latency of a token; below 1 ms an idle silo does nothing else.
    private static readonly TimeSpan PollingPeriod = TimeSpan.FromMilliseconds(1);

    // Containers of one stream that an agent delivers in one call.
    private const int DeliveryBatch = 64;

    // Delivered events stay in an agent's memory for so long: the session protocol resends, the cache need not.
    private static readonly TimeSpan CacheAge = TimeSpan.FromSeconds(5);

    /// <summary>Adds the providers of input and output streams.</summary>
    /// <remarks>
    /// Input subscriptions are implicit only: a session costs no rendezvous and no write to the subscription store. Outputs have
    /// explicit subscribers, one for each client process.
    /// </remarks>
    public static ISiloBuilder AddRnnStreams(this ISiloBuilder silo) => silo
        .AddMemoryGrainStorage(PubSubStore)
        .AddMemoryStreams(RnnStreams.InputProvider, streams => Tune(streams, StreamPubSubType.ImplicitOnly))
        .AddMemoryStreams(RnnStreams.OutputProvider, streams => Tune(streams, StreamPubSubType.ExplicitGrainBasedOnly));

    private static void Tune(ISiloMemoryStreamConfigurator streams, StreamPubSubType subscriptions)
    {
        streams.ConfigurePartitioning(RnnStreams.QueueCount);
        streams.ConfigureStreamPubSub(subscriptions);
        streams.ConfigurePullingAgent(agent => agent.Configure(options =>
        {
            options.GetQueueMsgsTimerPeriod = PollingPeriod;
            options.BatchContainerBatchSize = DeliveryBatch;
        }));
        streams.ConfigureCacheEviction(cache => cache.Configure(options =>
        {
            options.DataMinTimeInCache = CacheAge / 2;
            options.DataMaxAgeInCache = CacheAge;
            options.MetadataMinTimeInCache = 2 * CacheAge;
        }));
    }
}
