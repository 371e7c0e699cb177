using System.Net;
using System.Net.Http.Headers;

namespace RnnCluster.Silo.Tests.Gateway.Rest;

public sealed class SessionRoutesTests(SharedSilo shared)
{
    private HttpClient Http => shared.Silo.Http;

    [Fact]
    public async Task Open_SameIdTwice_IsCreatedAndThenFound()
    {
        var id = Guid.NewGuid().ToString("N");
        using var first = await GatewaySilo.PostAsync(Http, "/v1/sessions", $$"""{"model":"tagger","id":"{{id}}"}""");
        using var second = await GatewaySilo.PostAsync(Http, "/v1/sessions", $$"""{"model":"tagger","id":"{{id}}"}""");

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK), (first.StatusCode, second.StatusCode));
        Assert.Equal($"/v1/sessions/tagger/{id}", first.Headers.Location!.OriginalString);
        var list = await Http.GetStringAsync("/v1/sessions?model=tagger", TestContext.Current.CancellationToken);
        Assert.Contains(id, list, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"model":"nix"}""", HttpStatusCode.NotFound, "unknown-model")]
    [InlineData("""{"model":"tagger","id":"a/b"}""", HttpStatusCode.BadRequest, "bad-session-key")]
    [InlineData("""{"model":"tagger","durability":"sometimes"}""", HttpStatusCode.BadRequest, "bad-frame")]
    [InlineData("{}", HttpStatusCode.BadRequest, "bad-frame")]
    public async Task Open_WhatCannotBe_IsRefusedWithACode(string body, HttpStatusCode status, string code)
    {
        using var response = await GatewaySilo.PostAsync(Http, "/v1/sessions", body);

        Assert.Equal((status, code), (response.StatusCode, await GatewaySilo.CodeAsync(response)));
    }

    [Fact]
    public async Task Close_Session_IsGone()
    {
        var id = await GatewaySilo.OpenAsync(Http, "tagger");
        var path = new Uri($"/v1/sessions/tagger/{id}", UriKind.Relative);
        using var closed = await Http.DeleteAsync(path, TestContext.Current.CancellationToken);
        using var again = await Http.DeleteAsync(path, TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NotFound), (closed.StatusCode, again.StatusCode));
    }

    [Fact]
    public async Task Copies_OfASession_GoOnAsItDoes()
    {
        var id = await GatewaySilo.OpenAsync(Http, "music");
        await AskAsync(id, """{"generate":10,"seed":3}""");
        await PostAsync($"{id}/snapshots", """{"name":"here"}""");
        await PostAsync($"{id}/fork", $$"""{"id":"{{id}}-fork"}""");
        using var export = await Http.GetAsync($"/v1/sessions/music/{id}/export", TestContext.Current.CancellationToken);
        var file = new ByteArrayContent(await export.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        file.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        using var imported = await Http.PostAsync($"/v1/sessions/music/{id}-import/import", file, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Created, imported.StatusCode);

        var next = await AskAsync(id, """{"generate":10}""");
        Assert.Equal(next, await AskAsync($"{id}-fork", """{"generate":10}"""));
        Assert.Equal(next, await AskAsync($"{id}-import", """{"generate":10}"""));
        await AskAsync(id, """{"generate":10}""");
        await PostAsync($"{id}/rewind", """{"name":"here"}""");
        Assert.Equal(next, await AskAsync(id, """{"generate":10}"""));
    }

    private async Task PostAsync(string path, string body)
    {
        using var response = await GatewaySilo.PostAsync(Http, $"/v1/sessions/music/{path}", body);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private async Task<string> AskAsync(string id, string frame)
    {
        using var response = await GatewaySilo.PostAsync(Http, $"/v1/sessions/music/{id}/frames", frame);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return (await GatewaySilo.ReadAsync(response)).GetProperty("text").GetString()!;
    }
}
