using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using RnnCluster.Silo.Gateway.Cluster;

namespace RnnCluster.Silo.Gateway.Page;

/// <summary>The page at <c>/</c>, and the files that it is made of. They need no key; what they ask for does.</summary>
internal static class PageRoutes
{
    public static void MapPage(this IEndpointRouteBuilder routes)
    {
        foreach (var file in PageFiles.All)
        {
            Map(routes, $"/{file.Path}", file);
            if (file.Path == PageFiles.Index)
            {
                Map(routes, "/", file);
            }
        }
    }

    private static void Map(IEndpointRouteBuilder routes, string path, PageFile file) => routes
        .MapMethods(path, [HttpMethods.Get, HttpMethods.Head], (HttpContext context, GatewayOrigins origins) => Serve(context, origins, file))
        .ExcludeFromDescription().AllowAnonymous();

    private static FileContentHttpResult Serve(HttpContext context, GatewayOrigins origins, PageFile file)
    {
        var headers = context.Response.Headers;
        headers.CacheControl = "no-cache";
        headers.XContentTypeOptions = "nosniff";
        headers[HeaderNames.ContentSecurityPolicy] = Policy(context.Request.Host, origins);
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        return TypedResults.Bytes(file.Content, file.ContentType, entityTag: file.Tag);
    }

    /// <summary>The page may load its own files and nothing else, and speak to the silos of its cluster.</summary>
    private static string Policy(HostString host, GatewayOrigins origins)
    {
        var silos = string.Concat(origins.Known.Select(origin => $" {origin} {ToSocket(origin)}"));
        return $"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self' ws://{host} wss://{host}{silos}; "
            + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    }

    private static string ToSocket(string origin) => string.Concat("ws", origin.AsSpan("http".Length));
}
