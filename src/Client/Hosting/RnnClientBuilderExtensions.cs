using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using RnnCluster.Abstractions.Streams;
using RnnCluster.Streams.Hosting;

namespace RnnCluster.Client.Hosting;

/// <summary>Puts <see cref="RnnClient"/> into a host.</summary>
public static class RnnClientBuilderExtensions
{
    /// <summary>Adds <see cref="RnnClient"/> over the host's cluster client: a remote cluster's, or that of a silo in this process.</summary>
    public static IServiceCollection AddRnnClient(this IServiceCollection services, Action<RnnClientOptions>? configure = null)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<RnnClientOptions>().Configure(options => configure?.Invoke(options));
        services.TryAddSingleton<RnnClient>();
        return services;
    }

    /// <summary>Adds the stream providers that sessions use to a client of a remote cluster, as its silos have them.</summary>
    public static IClientBuilder AddRnnStreams(this IClientBuilder client) => client
        .AddLiveStreams(RnnStreams.InputProvider)
        .AddLiveStreams(RnnStreams.OutputProvider);
}
