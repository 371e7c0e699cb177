using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace RnnCluster.Silo.Tests.Gateway.Access;

/// <summary>No route lets a tenant reach another one's session, whatever id it names.</summary>
public sealed class TenantTests(KeyedSilo keyed) : IClassFixture<KeyedSilo>
{
    private const string Own = "mine";

    // What a request to that route is, for a session's id. Null for routes that name no session.
    private static readonly Dictionary<string, Func<string, HttpRequestMessage>?> Cases = new(StringComparer.Ordinal)
    {
        ["GET /v1/models"] = null,
        ["GET /v1/models/{model}"] = null,
        ["GET /openapi/{documentName}.json"] = null,
        ["GET /docs"] = null,
        ["GET /metrics"] = null,
        ["ANY /health/live"] = null,
        ["ANY /health/ready"] = null,
        ["GET /v1/sessions"] = null,
        ["POST /v1/sessions"] = null,
        ["GET /v1/sessions/{model}/{id}"] = id => Request(HttpMethod.Get, id, ""),
        ["DELETE /v1/sessions/{model}/{id}"] = id => Request(HttpMethod.Delete, id, ""),
        ["POST /v1/sessions/{model}/{id}/reset"] = id => Request(HttpMethod.Post, id, "/reset"),
        ["GET /v1/sessions/{model}/{id}/snapshots"] = id => Request(HttpMethod.Get, id, "/snapshots"),
        ["POST /v1/sessions/{model}/{id}/snapshots"] = id => Request(HttpMethod.Post, id, "/snapshots", """{"name":"s"}"""),
        ["POST /v1/sessions/{model}/{id}/rewind"] = id => Request(HttpMethod.Post, id, "/rewind", """{"name":"kept"}"""),
        ["POST /v1/sessions/{model}/{id}/fork"] = id => Request(HttpMethod.Post, id, "/fork", """{"id":"fork"}"""),
        ["GET /v1/sessions/{model}/{id}/export"] = id => Request(HttpMethod.Get, id, "/export"),
        ["POST /v1/sessions/{model}/{id}/import"] = id => Request(HttpMethod.Post, id, "/import", "not a session", "application/octet-stream"),
        ["POST /v1/sessions/{model}/{id}/frames"] = id => Request(HttpMethod.Post, id, "/frames", """{"text":"film"}"""),
        ["GET /v1/sessions/{model}/{id}/outputs"] = id => Request(HttpMethod.Get, id, "/outputs"),
    };

    public static TheoryData<string> SessionRoutes => [.. Cases.Where(each => each.Value is not null).Select(each => each.Key)];

    [Fact]
    public void Cases_OfTheTests_CoverEveryRoute() => Assert.Equal(
        keyed.Silo.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().SelectMany(Routes).Distinct().Order(StringComparer.Ordinal),
        Cases.Keys.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(SessionRoutes))]
    public async Task Request_ForAnotherTenantsSession_FindsNone(string route)
    {
        await EnsureAsync();
        foreach (var id in new[] { Own, $"acme:{Own}", $"acme%3A{Own}", $"globex:acme:{Own}", $"x%2Facme:{Own}", $"..%2Facme:{Own}" })
        {
            using var request = Cases[route]!(id);
            using var response = await keyed.Globex.SendAsync(request, TestContext.Current.CancellationToken);

            Assert.True(
                response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity,
                $"{route} with id {id} was answered with {(int)response.StatusCode}");
        }

        var state = await GatewaySilo.ReadAsync(await keyed.Acme.GetAsync($"/v1/sessions/sentiment/{Own}", TestContext.Current.CancellationToken));
        Assert.Equal(1, state.GetProperty("nextSequence").GetInt64());
    }

    [Fact]
    public async Task List_OfATenant_HasItsOwnSessionsAlone()
    {
        await EnsureAsync();
        var id = await GatewaySilo.OpenAsync(keyed.Globex, "sentiment");

        var acme = await keyed.Acme.GetStringAsync("/v1/sessions", TestContext.Current.CancellationToken);
        var globex = await keyed.Globex.GetStringAsync("/v1/sessions", TestContext.Current.CancellationToken);

        Assert.Contains($"\"{Own}\"", acme, StringComparison.Ordinal);
        Assert.DoesNotContain(id, acme, StringComparison.Ordinal);
        Assert.Contains(id, globex, StringComparison.Ordinal);
        Assert.DoesNotContain($"\"{Own}\"", globex, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_IdOfAnotherTenant_IsASessionOfItsOwn()
    {
        await EnsureAsync();
        var id = Guid.NewGuid().ToString("N");
        await GatewaySilo.OpenAsync(keyed.Acme, "sentiment", id);
        await GatewaySilo.OpenAsync(keyed.Globex, "sentiment", id);
        await GatewaySilo.OpenAsync(keyed.Globex, "sentiment", $"acme:{id}");
        using var frame = await GatewaySilo.PostAsync(keyed.Globex, $"/v1/sessions/sentiment/acme:{id}/frames", """{"text":"film"}""");

        Assert.Equal(HttpStatusCode.OK, frame.StatusCode);
        var state = await GatewaySilo.ReadAsync(await keyed.Acme.GetAsync($"/v1/sessions/sentiment/{id}", TestContext.Current.CancellationToken));
        Assert.Equal(0, state.GetProperty("nextSequence").GetInt64());
    }

    /// <summary>A session of acme's with a frame and a snapshot.</summary>
    private async Task EnsureAsync()
    {
        using var open = await GatewaySilo.PostAsync(keyed.Acme, "/v1/sessions", $$"""{"model":"sentiment","id":"{{Own}}"}""");
        using var frame = await GatewaySilo.PostAsync(keyed.Acme, $"/v1/sessions/sentiment/{Own}/frames", """{"text":"a film","sequence":0}""");
        using var snapshot = await GatewaySilo.PostAsync(keyed.Acme, $"/v1/sessions/sentiment/{Own}/snapshots", """{"name":"kept"}""");
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (frame.StatusCode, snapshot.StatusCode));
    }

    private static IEnumerable<string> Routes(RouteEndpoint endpoint) =>
        (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["ANY"])
            .Select(method => $"{method} /{endpoint.RoutePattern.RawText!.Trim('/')}");

    private static HttpRequestMessage Request(HttpMethod method, string id, string action, string? body = null, string type = "application/json")
    {
        var request = new HttpRequestMessage(method, $"/v1/sessions/sentiment/{id}{action}");
        if (body is not null)
        {
            request.Content = new StringContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
        }

        return request;
    }
}
