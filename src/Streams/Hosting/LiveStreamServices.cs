using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using RnnCluster.Streams.Placement;
using RnnCluster.Streams.Sending;

namespace RnnCluster.Streams.Hosting;

/// <summary>What a provider needs in clients and silos alike.</summary>
internal static class LiveStreamServices
{
    public static IServiceCollection AddLiveStreamCore(this IServiceCollection services, string name)
    {
        services.AddSingleton<IConfigurationValidator>(provider => ActivatorUtilities.CreateInstance<LiveStreamOptionsValidator>(provider, name));
        services.AddKeyedSingleton(name, (provider, _) => new LiveStreamMap(
            name, provider.GetRequiredService<IOptionsMonitor<LiveStreamOptions>>().Get(name).QueueCount));
        return services;
    }

    /// <summary>What senders of a client, which reach the cluster over gateways, need besides.</summary>
    public static void AddGatewayLoss(this IServiceCollection services)
    {
        services.TryAddSingleton<GatewayLoss>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IClusterConnectionStatusObserver, GatewayLoss>(
            static provider => provider.GetRequiredService<GatewayLoss>()));
    }
}
