using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using RnnCluster.Silo.Storage.Redis;

namespace RnnCluster.Silo.Storage.Embedded;

/// <summary>A store in the process of one of the silos.</summary>
internal static class EmbeddedStoreExtensions
{
    /// <summary>Adds the store of a data folder and the connection to it.</summary>
    public static IServiceCollection AddEmbeddedStore(this IServiceCollection services, string folder)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider =>
            new EmbeddedStore(folder, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton<IRedisEndpoint>(static provider => provider.GetRequiredService<EmbeddedStore>());
        services.AddHostedService(static provider => provider.GetRequiredService<EmbeddedStore>());
        return services.AddRedisConnection();
    }
}
