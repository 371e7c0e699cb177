using Microsoft.AspNetCore.Routing;

namespace RnnCluster.Silo.Gateway.Rest;

/// <summary>Sessions and frames as resources.</summary>
internal static class RestExtensions
{
    /// <summary>Where a session is.</summary>
    public const string SessionPath = "/v1/sessions/{model}/{id}";

    public static void MapRest(this IEndpointRouteBuilder routes)
    {
        routes.MapSessions();
        routes.MapCopies();
        routes.MapFrames();
    }
}
