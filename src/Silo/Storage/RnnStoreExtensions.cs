using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Configuration;
using Orleans.Providers;
using Orleans.Storage;
using RnnCluster.Abstractions.Streams;
using RnnCluster.Silo.Hosting;
using RnnCluster.Silo.Storage.Embedded;
using RnnCluster.Silo.Storage.Memory;
using RnnCluster.Silo.Storage.Postgres;
using RnnCluster.Silo.Storage.Redis;

namespace RnnCluster.Silo.Storage;

/// <summary>Puts the store of a silo's options to use: clustering, the storage of sessions and that of subscriptions.</summary>
internal static class RnnStoreExtensions
{
    /// <summary>The names of the grain storages that every silo has.</summary>
    public static IReadOnlyList<string> StorageNames { get; } = [RnnStreams.SessionStore, ProviderConstants.DEFAULT_PUBSUB_PROVIDER_NAME];

    /// <summary>Adds what must run before the silo starts and after it has stopped.</summary>
    public static IServiceCollection AddRnnStore(this IServiceCollection services, RnnSiloOptions options) => options.Store.Kind switch
    {
        StoreKind.Embedded => services.AddEmbeddedStore(options.DataFolder),
        StoreKind.Redis => services.AddRedisStore(options.Store),
        StoreKind.Postgres => services.AddPostgresStore(options.Store),
        _ => services,
    };

    /// <summary>Makes the silo a member of the cluster of its store.</summary>
    public static ISiloBuilder UseRnnStore(this ISiloBuilder silo, RnnSiloOptions options)
    {
        silo.Services.AddStateSerializers();
        return options.Store.Kind switch
        {
            StoreKind.Embedded or StoreKind.Redis => silo.UseEndpoints(options).UseRedisStorage(),
            StoreKind.Postgres => silo.UseEndpoints(options).UsePostgresStorage(options.Store),
            _ => silo.UseEndpoints(options).UseMemoryClustering(options).AddMemoryStorage(),
        };
    }

    private static ISiloBuilder UseEndpoints(this ISiloBuilder silo, RnnSiloOptions options) => silo
        .ConfigureEndpoints(options.Address, options.SiloPort, options.GatewayPort)
        .Configure<ClusterOptions>(static cluster =>
        {
            cluster.ClusterId = RnnSiloBuilderExtensions.ClusterName;
            cluster.ServiceId = RnnSiloBuilderExtensions.ClusterName;
        });

    /// <summary>A storage takes the serializer that is registered under its name; the default of Orleans is JSON and resolves type names.</summary>
    private static void AddStateSerializers(this IServiceCollection services)
    {
        foreach (var name in StorageNames)
        {
            services.TryAddKeyedSingleton<IGrainStorageSerializer, OrleansGrainStorageSerializer>(name);
        }
    }
}
