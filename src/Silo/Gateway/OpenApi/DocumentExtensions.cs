using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace RnnCluster.Silo.Gateway.OpenApi;

/// <summary>The description of all routes, and a page that shows it.</summary>
internal static class DocumentExtensions
{
    private const string PageName = "Gateway.docs.html";

    // The page may load what this gateway serves, and nothing else.
    private const string PagePolicy = "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'unsafe-inline'; connect-src 'self'";

    public static IServiceCollection AddGatewayDocument(this IServiceCollection services) => services.AddOpenApi("v1", options =>
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "RnnCluster",
                Version = "v1",
                Description = "Recurrent neural networks as live sessions: open one, send frames, read answers. Errors are problem details with a stable code.",
            };
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
            document.Components.SecuritySchemes["key"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer" };
            document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("key", document)] = [] }];
            return Task.CompletedTask;
        }));

    public static void MapDocument(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi().AllowAnonymous();
        routes.MapGet("/docs", ShowAsync).AllowAnonymous().ExcludeFromDescription();
    }

    private static async Task ShowAsync(HttpContext context)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.ContentSecurityPolicy = PagePolicy;
        await using var page = typeof(DocumentExtensions).Assembly.GetManifestResourceStream(PageName)!;
        await page.CopyToAsync(context.Response.Body, context.RequestAborted);
    }
}
