using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using RnnCluster.Silo.Gateway.Errors;
using RnnCluster.Silo.Gateway.Hosting;

namespace RnnCluster.Silo.Gateway.Access;

/// <summary>Keys, scopes and bounds.</summary>
internal static class GatewayAccessExtensions
{
    public static IServiceCollection AddGatewayAccess(this IServiceCollection services)
    {
        services.AddSingleton<ApiKeyRing>();
        services.AddSingleton<CallerLimits>();

        // Not AddAuthentication, which would keep keys for cookies in the user's home.
        services.AddAuthenticationCore(options =>
        {
            options.DefaultScheme = ApiKeyHandler.SchemeName;
            options.AddScheme<ApiKeyHandler>(ApiKeyHandler.SchemeName, displayName: null);
        });
        services.AddWebEncoders();
        services.AddTransient<ApiKeyHandler>();
        var policies = services.AddAuthorizationBuilder();

        // A route that says nothing needs a key too.
        policies.SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        foreach (var scope in GatewayScopes.All)
        {
            policies.AddPolicy(scope, policy => policy.RequireClaim(ApiKeyHandler.ScopeClaim, scope));
        }

        services.AddRateLimiter(_ => { });
        services.AddSingleton<IConfigureOptions<RateLimiterOptions>, RequestLimit>();
        return services;
    }

    /// <summary>Only for callers whose key has <paramref name="scope"/>.</summary>
    public static T RequireScope<T>(this T endpoints, string scope)
        where T : IEndpointConventionBuilder => endpoints.RequireAuthorization(scope);

    /// <summary>Bounds the requests that are under way at a time.</summary>
    private sealed class RequestLimit(IOptions<RnnGatewayOptions> gateway) : IConfigureOptions<RateLimiterOptions>
    {
        public void Configure(RateLimiterOptions options)
        {
            options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, int>(context => context.GetEndpoint()?.Metadata.GetMetadata<UnlimitedRequests>() is null
                ? RateLimitPartition.GetConcurrencyLimiter(0, _ => new ConcurrencyLimiterOptions { PermitLimit = gateway.Value.RequestsLimit })
                : RateLimitPartition.GetNoLimiter(1));
            options.OnRejected = async (context, _) => await new GatewayProblem(
                StatusCodes.Status503ServiceUnavailable, GatewayCodes.TooManyRequests, $"the gateway serves {gateway.Value.RequestsLimit} requests at a time", 1)
                .ToResult().ExecuteAsync(context.HttpContext);
        }
    }
}
