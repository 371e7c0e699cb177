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
    /// Connects to those of the gateways that answer. Others cost no time, neither at the start nor later; they are found when they are
    /// back, after all of them were gone too. One whose connection stays open and silent is given up after 4.5 to 8 s.
    /// </summary>
    /// <remarks>
    /// Gateways are looked at every 2 s; a connection must open within 2 s. Change <see cref="GatewayOptions"/>,
    /// <see cref="ConnectionOptions"/> and <see cref="TypeManagementOptions"/> afterwards for other times.
    /// </remarks>
    /// <param name="client">The client.</param>
    /// <param name="gateways">
    /// The gateways of all silos, whether they run now or not: <see cref="IPEndPoint"/>, or <see cref="DnsEndPoint"/>, which stands for all
    /// addresses that the name has at the time.
    /// </param>
    public static IClientBuilder UseRnnGateways(this IClientBuilder client, params EndPoint[] gateways)
    {
        client.Services.TryAddSingleton(TimeProvider.System);
        client.Services.AddSingleton<IGatewayListProvider>(provider => new AnsweringGateways(
            gateways,
            new GatewayNetwork(),
            provider.GetRequiredService<IOptions<GatewayOptions>>().Value.GatewayListRefreshPeriod,
            provider.GetRequiredService<TimeProvider>()));
        return client
            .Configure<GatewayOptions>(options => options.GatewayListRefreshPeriod = TimeSpan.FromSeconds(2))
            .Configure<ConnectionOptions>(options => options.OpenConnectionTimeout = TimeSpan.FromSeconds(2))

            // Also how long a client that starts waits when the gateway that it asked for the cluster's grains went just then.
            .Configure<TypeManagementOptions>(options => options.TypeMapRefreshInterval = TimeSpan.FromSeconds(2));
    }
}
