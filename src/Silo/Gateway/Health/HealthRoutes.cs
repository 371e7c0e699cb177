using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using RnnCluster.Silo.Gateway.Access;

namespace RnnCluster.Silo.Gateway.Health;

/// <summary>Whether the process lives and whether it wants work: <c>/health/live</c> and <c>/health/ready</c>, 200 or 503, with reasons.</summary>
internal static class HealthRoutes
{
    private const string Live = "live";
    private const string Ready = "ready";

    public static IServiceCollection AddGatewayHealth(this IServiceCollection services)
    {
        services.AddOptions<HealthOptions>().ValidateOnStart();
        services.AddSingleton<IValidateOptions<HealthOptions>, HealthOptionsValidator>();
        services.AddHealthChecks()
            .AddCheck<AliveCheck>("alive", tags: [Live])
            .AddCheck<MemberCheck>("member", tags: [Ready])
            .AddCheck<StoreCheck>("store", tags: [Ready])
            .AddCheck<EngineCheck>("engine", tags: [Ready])
            .AddCheck<ModelsCheck>("models", tags: [Ready]);
        return services;
    }

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        // What starts processes and balances load has no key, and asks a full gateway too.
        var health = routes.MapGroup("/health").AllowAnonymous().WithMetadata(new UnlimitedRequests());
        health.MapHealthChecks("/live", Of(Live));
        health.MapHealthChecks("/ready", Of(Ready));
    }

    private static HealthCheckOptions Of(string tag) => new()
    {
        Predicate = check => check.Tags.Contains(tag),
        ResponseWriter = WriteAsync,
    };

    private static Task WriteAsync(HttpContext context, HealthReport report) =>
        context.Response.WriteAsJsonAsync(HealthReply.Of(report), context.RequestAborted);
}
