using Orleans.Streams;

namespace RnnCluster.LiveStreams.Streams;

/// <summary>Orleans' memory streams: as they come, or tuned as well as their options allow.</summary>
/// <param name="name">On the command line.</param>
/// <param name="polling">How often a queue is asked; null leaves everything at Orleans' defaults.</param>
internal sealed class MemoryStreamVariant(string name, TimeSpan? polling) : StreamVariant
{
    private const string PubSubStore = "PubSubStore";
    private const int Queues = 4;
    private const int DeliveryBatch = 64;
    private static readonly TimeSpan CacheAge = TimeSpan.FromSeconds(5);

    public override string Name => name;

    public override string Description => polling is { } period
        ? $"memory streams, tuned, polled every {period.TotalMilliseconds:0} ms"
        : "memory streams, Orleans' defaults";

    public override void Configure(ISiloBuilder silo) => silo
        .AddMemoryGrainStorage(PubSubStore)
        .AddMemoryStreams(InputProvider, streams => Tune(streams, StreamPubSubType.ImplicitOnly))
        .AddMemoryStreams(ReplyProvider, streams => Tune(streams, StreamPubSubType.ExplicitGrainBasedOnly));

    public override void Configure(IClientBuilder client) => client
        .AddMemoryStreams(InputProvider, Tune)
        .AddMemoryStreams(ReplyProvider, Tune);

    private void Tune(IClusterClientMemoryStreamConfigurator streams)
    {
        if (polling is not null)
        {
            streams.ConfigurePartitioning(Queues);
        }
    }

    private void Tune(ISiloMemoryStreamConfigurator streams, StreamPubSubType subscriptions)
    {
        if (polling is not { } period)
        {
            return;
        }

        streams.ConfigurePartitioning(Queues);
        streams.ConfigureStreamPubSub(subscriptions);
        streams.ConfigurePullingAgent(agent => agent.Configure(options =>
        {
            options.GetQueueMsgsTimerPeriod = period;
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
