using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace RnnCluster.Silo.Gateway.Cluster;

/// <summary>What the gateway tells of the cluster, and which pages may ask it.</summary>
internal static class ClusterExtensions
{
    public static IServiceCollection AddGatewayCluster(this IServiceCollection services)
    {
        services.AddSingleton<EngineCounters>();
        services.AddSingleton<GatewayOrigins>();
        services.AddSingleton<ClusterReports>();
        services.AddGrainService<SiloReporter>();
        services.AddHostedService<OriginWatch>();
        services.AddCors();
        services.AddSingleton<IConfigureOptions<CorsOptions>, OwnPages>();
        return services;
    }

    /// <summary>Pages of any gateway of the cluster may ask this one; those of other sites may not.</summary>
    private sealed class OwnPages(GatewayOrigins origins) : IConfigureOptions<CorsOptions>
    {
        public void Configure(CorsOptions options) => options.AddDefaultPolicy(policy => policy
            .SetIsOriginAllowed(origins.Contains)
            .WithHeaders(HeaderNames.ContentType, HeaderNames.Authorization)
            .WithMethods("GET", "POST"));
    }
}
