using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using RnnCluster.Silo.Gateway.Dashboard;
using RnnCluster.Silo.Gateway.Health;
using RnnCluster.Silo.Gateway.Metrics;
using RnnCluster.Silo.Gateway.Models;
using RnnCluster.Silo.Gateway.OpenApi;
using RnnCluster.Silo.Gateway.Rest;

namespace RnnCluster.Silo.Gateway.Hosting;

/// <summary>The gateway's routes.</summary>
public static class RnnGatewayApplicationExtensions
{
    /// <summary>Puts the gateway's middleware and routes into a host that has <see cref="RnnGatewayBuilderExtensions.AddRnnGateway"/>.</summary>
    public static WebApplication MapRnnGateway(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseRateLimiter();
        app.MapRoutes();
        return app;
    }

    /// <summary>Each part of the gateway maps its own routes.</summary>
    private static void MapRoutes(this IEndpointRouteBuilder routes)
    {
        routes.MapModels();
        routes.MapRest();
        routes.MapDocument();
        routes.MapHealth();
        routes.MapMetrics();
        routes.MapDashboard();
    }
}
