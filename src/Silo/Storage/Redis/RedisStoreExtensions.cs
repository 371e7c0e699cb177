using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Clustering.Redis;
using StackExchange.Redis;

namespace RnnCluster.Silo.Storage.Redis;

/// <summary>A server that speaks Redis' protocol as the store.</summary>
internal static class RedisStoreExtensions
{
    /// <summary>Adds the connection to a server that somebody else runs.</summary>
    public static IServiceCollection AddRedisStore(this IServiceCollection services, StoreAddress address) =>
        services.AddSingleton<IRedisEndpoint>(new RedisServer(address)).AddRedisConnection();

    /// <summary>Adds the connection to the server of the <see cref="IRedisEndpoint"/>.</summary>
    public static IServiceCollection AddRedisConnection(this IServiceCollection services) => services
        .AddSingleton<RedisConnection>()
        .AddHostedService(static provider => provider.GetRequiredService<RedisConnection>());

    /// <summary>Clustering and storage over the one connection.</summary>
    public static ISiloBuilder UseRedisStorage(this ISiloBuilder silo)
    {
        silo.UseRedisClustering(configuration: null!);
        silo.Services.AddOptions<RedisClusteringOptions>().Configure<RedisConnection>(static (options, connection) =>
        {
            options.ConfigurationOptions = new ConfigurationOptions();
            options.CreateMultiplexer = _ => connection.ShareAsync();
        });
        foreach (var name in RnnStoreExtensions.StorageNames)
        {
            silo.AddRedisGrainStorage(name, static storage => storage.Configure<RedisConnection>(static (options, connection) =>
            {
                options.ConfigurationOptions = new ConfigurationOptions();
                options.CreateMultiplexer = _ => connection.ShareAsync();
                options.DeleteStateOnClear = true;
            }));
        }

        return silo;
    }
}
