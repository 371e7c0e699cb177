using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace RnnCluster.Silo.Tests.Gateway.OpenApi;

public sealed class DocumentTests(SharedSilo shared)
{
    [Fact]
    public async Task Document_DescribesEveryRouteBelowV1()
    {
        var document = JsonElement.Parse(await shared.Silo.Http.GetStringAsync("/openapi/v1.json", TestContext.Current.CancellationToken));
        var described = document.GetProperty("paths").EnumerateObject().SelectMany(
            path => path.Value.EnumerateObject(), (path, operation) => $"{operation.Name.ToUpperInvariant()} {path.Name}");
        var mapped = shared.Silo.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText!.TrimStart('/').StartsWith("v1/", StringComparison.Ordinal))
            .SelectMany(
                endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [],
                (endpoint, method) => $"{method} /{endpoint.RoutePattern.RawText!.Trim('/')}");

        Assert.Empty(mapped.Except(described));
    }

    [Fact]
    public async Task Page_OfTheDocument_LoadsNothingFromOtherHosts()
    {
        using var response = await shared.Silo.Http.GetAsync("/docs", TestContext.Current.CancellationToken);
        var page = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.DoesNotContain("//", page, StringComparison.Ordinal);
        Assert.StartsWith("default-src 'none'", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }
}
