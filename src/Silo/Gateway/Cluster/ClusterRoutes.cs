using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using RnnCluster.Silo.Gateway.Access;
using RnnCluster.Silo.Gateway.Errors;
using RnnCluster.Silo.Gateway.Hosting;

namespace RnnCluster.Silo.Gateway.Cluster;

/// <summary>The silos and what they do: <c>/v1/cluster</c>.</summary>
internal static class ClusterRoutes
{
    public static void MapCluster(this IEndpointRouteBuilder routes)
    {
        var cluster = routes.MapGroup("/v1/cluster").WithTags("Cluster");
        cluster.MapGet("", (ClusterReports reports) => reports.ReadAsync()).RequireScope(GatewayScopes.Infer)
            .WithName("GetCluster").WithSummary("The silos, where their gateways are, and what they do.");

        // For demonstrations: without the option there is no such route.
        if (routes.ServiceProvider.GetRequiredService<IOptions<RnnGatewayOptions>>().Value.AllowKill)
        {
            cluster.MapPost("/kill", KillAsync).RequireScope(GatewayScopes.Admin)
                .WithName("KillSilo").WithSummary("Ends the process of a silo at once, as a crash does.");
        }
    }

    private static async Task<IResult> KillAsync(KillRequest request, ClusterReports reports) => await reports.TryKillAsync(request.Silo)
        ? TypedResults.Accepted((string?)null, request)
        : new GatewayProblem(StatusCodes.Status404NotFound, GatewayCodes.NotFound, "no silo that may be killed has that name; GET /v1/cluster lists all").ToResult();
}
