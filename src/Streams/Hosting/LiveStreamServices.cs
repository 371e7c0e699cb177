using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using RnnCluster.Streams.Placement;

namespace RnnCluster.Streams.Hosting;

/// <summary>What a provider needs in clients and silos alike.</summary>
internal static class LiveStreamServices
{
    public static void AddLiveStreamCore(this IServiceCollection services, string name)
    {
        services.AddSingleton<IConfigurationValidator>(provider => ActivatorUtilities.CreateInstance<LiveStreamOptionsValidator>(provider, name));
        services.AddKeyedSingleton(name, (provider, _) => new LiveStreamMap(
            name, provider.GetRequiredService<IOptionsMonitor<LiveStreamOptions>>().Get(name).QueueCount));
    }
}
