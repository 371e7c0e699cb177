using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Dashboard;
using RnnCluster.Silo.Gateway.Access;
using RnnCluster.Silo.Gateway.Hosting;

namespace RnnCluster.Silo.Gateway.Dashboard;

/// <summary>Orleans' own page of the cluster: <c>/dashboard</c>, when it is asked for; without keys for this machine alone.</summary>
internal static class DashboardRoutes
{
    // Without keys a page of another site cannot reach it by a name that it points here.
    private static readonly string[] OwnHosts = ["localhost", "127.0.0.1"];

    /// <summary>Adds what the page asks. The log stays the log's: the page does not show it.</summary>
    public static ISiloBuilder AddClusterDashboard(this ISiloBuilder silo) => silo.AddDashboard(options => options.HideTrace = true);

    public static void MapDashboard(this IEndpointRouteBuilder routes)
    {
        var gateway = routes.ServiceProvider.GetRequiredService<IOptions<RnnGatewayOptions>>().Value;
        if (!gateway.Dashboard)
        {
            return;
        }

        var dashboard = routes.MapOrleansDashboard("/dashboard").RequireScope(GatewayScopes.Admin).ExcludeFromDescription();
        if (gateway.KeysFile is null)
        {
            dashboard.RequireHost(OwnHosts);
        }
    }
}
