using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Streams;
using Orleans.TestingHost;
using RnnCluster.Streams.Hosting;
using RnnCluster.Streams.Queues;

[assembly: AssemblyFixture(typeof(RnnCluster.Streams.Tests.Cluster.QuietCluster))]

namespace RnnCluster.Streams.Tests.Cluster;

/// <summary>Silos of this process with two providers, and a client.</summary>
public sealed class StreamsCluster : IAsyncDisposable
{
    /// <summary>A provider with its defaults.</summary>
    public const string Provider = "live";

    /// <summary>A provider whose queue is soon full.</summary>
    public const string Small = "small";

    public const int SmallEventsLimit = 64;

    private StreamsCluster(InProcessTestCluster silos, Journal journal)
    {
        Silos = silos;
        Journal = journal;
    }

    public InProcessTestCluster Silos { get; }

    public Journal Journal { get; }

    /// <summary>The provider in the client.</summary>
    public IStreamProvider Streams => Silos.Client.GetStreamProvider(Provider);

    public static async Task<StreamsCluster> DeployAsync(short silos)
    {
        var journal = new Journal();
        var builder = new InProcessTestClusterBuilder(silos);
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureSilo((_, silo) =>
        {
            silo.AddMemoryGrainStorage("PubSubStore");
            silo.AddLiveStreams(Provider, static streams => streams.Configure<LiveStreamOptions>(static options => options.Configure(Set)));
            silo.AddLiveStreams(Small, static streams => streams.Configure<LiveStreamOptions>(static options => options.Configure(SetSmall)));
            silo.Services.AddSingleton(journal);
            silo.Services.AddLogging(static logging => logging.SetMinimumLevel(LogLevel.Error));
            silo.Services.Configure<ClusterMembershipOptions>(static options =>
            {
                options.ProbeTimeout = TimeSpan.FromMilliseconds(500);
                options.NumMissedProbesLimit = 2;
                options.NumVotesForDeathDeclaration = 1;
            });
        });
        builder.ConfigureClient(static client => client
            .AddLiveStreams(Provider, static streams => streams.Configure<LiveStreamOptions>(static options => options.Configure(Set)))
            .AddLiveStreams(Small, static streams => streams.Configure<LiveStreamOptions>(static options => options.Configure(SetSmall))));
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return new StreamsCluster(cluster, journal);
    }

    public ValueTask DisposeAsync() => Silos.DisposeAsync();

    /// <summary>Publishes numbered events from the client.</summary>
    public Task PublishAsync(string streamNamespace, string key, int producer, int from, int count) =>
        Publisher.PublishAsync(Streams, streamNamespace, key, producer, from, count);

    /// <summary>The queues as a silo has them.</summary>
    internal static LiveQueues QueuesOf(InProcessSiloHandle silo, string provider = Provider) =>
        silo.ServiceProvider.GetRequiredKeyedService<LiveQueues>(provider);

    private static void Set(LiveStreamOptions options) => options.QueueCount = 8;

    private static void SetSmall(LiveStreamOptions options)
    {
        options.QueueCount = 1;
        options.QueueEventsLimit = SmallEventsLimit;
    }
}
