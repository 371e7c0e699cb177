using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Dashboard;
using RnnCluster.Silo.Gateway.Access;
using RnnCluster.Silo.Gateway.Hosting;

namespace RnnCluster.Silo.Gateway.Dashboard;

/// <summary>Orleans' own page of the cluster: <c>/dashboard</c>, when it is asked for, and for callers with the scope <c>admin</c> on this machine alone.</summary>
internal static class DashboardRoutes
{
    // A page of another site cannot reach it by a name that it points here.
    private static readonly string[] OwnHosts = ["localhost", "127.0.0.1"];

    /// <summary>Adds what the page asks. The log stays the log's: the page does not show it.</summary>
    public static ISiloBuilder AddClusterDashboard(this ISiloBuilder silo) => silo.AddDashboard(options => options.HideTrace = true);

    public static void MapDashboard(this IEndpointRouteBuilder routes)
    {
        if (routes.ServiceProvider.GetRequiredService<IOptions<RnnGatewayOptions>>().Value.Dashboard)
        {
            routes.MapOrleansDashboard("/dashboard").RequireHost(OwnHosts).RequireScope(GatewayScopes.Admin);
        }
    }
}
