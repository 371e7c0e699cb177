using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using RnnCluster.Silo.Gateway.Errors;

namespace RnnCluster.Silo.Gateway.Cluster;

/// <summary>What the gateway tells of the cluster, and which pages may ask it.</summary>
internal static class ClusterExtensions
{
    private const string KeyMark = "bearer.";

    public static IServiceCollection AddGatewayCluster(this IServiceCollection services)
    {
        services.AddSingleton<GatewayOrigins>();
        services.AddSingleton<ClusterReports>();
        services.AddGrainService<SiloReporter>();
        services.AddHostedService<OriginWatch>();
        services.AddCors();
        services.AddSingleton<IConfigureOptions<CorsOptions>, OwnPages>();
        return services;
    }

    /// <summary>
    /// Pages of any gateway of the cluster may ask this one and open sockets. Browsers let pages of other sites open sockets too; these need a
    /// key, since without one a page that is only looked at could use what listens on loopback.
    /// </summary>
    public static void UseOwnPages(this IApplicationBuilder app)
    {
        app.UseCors();
        app.Use((context, next) => IsStrangersSocket(context)
            ? new GatewayProblem(StatusCodes.Status403Forbidden, GatewayCodes.Forbidden, "a page of another site opens a socket with a key only")
                .ToResult().ExecuteAsync(context)
            : next(context));
    }

    private static bool IsStrangersSocket(HttpContext context)
    {
        var headers = context.Request.Headers;
        return headers.Origin is [{ } origin]
            && headers.Upgrade.Count > 0
            && !headers.SecWebSocketProtocol.ToString().Contains(KeyMark, StringComparison.Ordinal)
            && !(Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Authority == context.Request.Host.Value)
            && !context.RequestServices.GetRequiredService<GatewayOrigins>().Contains(origin);
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
