using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Messaging;
using RnnCluster.Client.Gateways;

namespace RnnCluster.Client.Hosting;

/// <summary>Tells a client of a remote cluster where its gateways are.</summary>
public static class RnnGatewayExtensions
{
    /// <summary>
    /// Connects to those of the gateways that run. Others cost no time, neither at the start nor later; they are found when they are back,
    /// after all of them were gone too.
    /// </summary>
    /// <remarks>
    /// Gateways are looked at every 5 s; a connection must open within 2 s. Change <see cref="GatewayOptions"/>,
    /// <see cref="ConnectionOptions"/> and <see cref="TypeManagementOptions"/> afterwards for other times.
    /// </remarks>
    /// <param name="client">The client.</param>
    /// <param name="gateways">The gateways of all silos, whether they run now or not.</param>
    public static IClientBuilder UseRnnGateways(this IClientBuilder client, params IPEndPoint[] gateways)
    {
        client.Services.TryAddSingleton(TimeProvider.System);
        client.Services.AddSingleton(provider => new AnsweringGateways(
            gateways,
            AnsweringGateways.KnockAsync,
            provider.GetRequiredService<IOptions<GatewayOptions>>().Value.GatewayListRefreshPeriod,
            provider.GetRequiredService<TimeProvider>()));
        client.Services.AddSingleton<IGatewayListProvider>(provider => provider.GetRequiredService<AnsweringGateways>());
        client.Services.AddSingleton<IClusterConnectionStatusObserver>(provider => provider.GetRequiredService<AnsweringGateways>());
        return client
            .Configure<GatewayOptions>(options => options.GatewayListRefreshPeriod = TimeSpan.FromSeconds(5))
            .Configure<ConnectionOptions>(options => options.OpenConnectionTimeout = TimeSpan.FromSeconds(2))

            // Also how long a client that starts waits when the gateway that it asked for the cluster's grains went just then.
            .Configure<TypeManagementOptions>(options => options.TypeMapRefreshInterval = TimeSpan.FromSeconds(2));
    }
}
