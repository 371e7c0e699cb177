using System.Net;
using RnnCluster.Silo.Gateway.Access;

namespace RnnCluster.Silo.Tests.Gateway.Access;

public sealed class KeysTests(KeyedSilo keyed) : IClassFixture<KeyedSilo>
{
    [Theory]
    [InlineData(null)]
    [InlineData("rnn_0123")]
    public async Task Request_WithoutAKnownKey_IsUnauthorized(string? key)
    {
        using var http = keyed.Silo.CreateClient(key);
        using var response = await http.GetAsync("/v1/models", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("Bearer", response.Headers.WwwAuthenticate.ToString());
        Assert.Equal("unauthorized", await GatewaySilo.CodeAsync(response));
    }

    [Fact]
    public async Task Request_OutsideTheKeysScopes_IsForbidden()
    {
        using var response = await keyed.Narrow.GetAsync("/v1/models", TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.Forbidden, "forbidden"), (response.StatusCode, await GatewaySilo.CodeAsync(response)));
    }

    [Fact]
    public async Task Requests_BeyondTheKeysBounds_AreRefusedAtOnce()
    {
        var id = await GatewaySilo.OpenAsync(keyed.Narrow, "sentiment");
        using var second = await GatewaySilo.PostAsync(keyed.Narrow, "/v1/sessions", """{"model":"sentiment"}""");
        using var large = await GatewaySilo.PostAsync(
            keyed.Narrow, $"/v1/sessions/sentiment/{id}/frames", $$"""{"text":"{{new string('a', 300)}}"}""");
        var frames = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ =>
            GatewaySilo.PostAsync(keyed.Narrow, $"/v1/sessions/sentiment/{id}/frames", """{"text":"a"}""")));
        var fast = frames.First(frame => frame.StatusCode != HttpStatusCode.OK);
        using var events = await keyed.Narrow.GetAsync(
            $"/v1/sessions/sentiment/{id}/outputs", HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        using var more = await keyed.Narrow.GetAsync($"/v1/sessions/sentiment/{id}/outputs", TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "too-many-sessions"), (second.StatusCode, await GatewaySilo.CodeAsync(second)));
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "body-too-large"), (large.StatusCode, await GatewaySilo.CodeAsync(large)));
        Assert.Equal((HttpStatusCode.TooManyRequests, "too-many-requests"), (fast.StatusCode, await GatewaySilo.CodeAsync(fast)));
        Assert.Equal(TimeSpan.FromSeconds(1), fast.Headers.RetryAfter!.Delta);
        Assert.Equal(HttpStatusCode.OK, events.StatusCode);
        Assert.Equal((HttpStatusCode.TooManyRequests, "too-many-requests"), (more.StatusCode, await GatewaySilo.CodeAsync(more)));
    }

    [Fact]
    public void Write_Keys_AreReadAgainWithoutTheirTexts()
    {
        using var folder = new TemporaryFolder();
        var text = ApiKey.NewText();
        var key = KeyedSilo.Key("one", text, [GatewayScopes.Infer]) with { Limits = new KeyLimits { Sockets = 2 } };
        ApiKeyFile.Write(folder["keys.json"], [key]);

        var read = Assert.Single(ApiKeyFile.Read(folder["keys.json"]));
        Assert.Equal((key.Name, key.Tenant, key.Hash, key.Limits), (read.Name, read.Tenant, read.Hash, read.Limits));
        Assert.Equal(key.Scopes, read.Scopes);
        Assert.DoesNotContain(text, File.ReadAllText(folder["keys.json"]), StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder["keys.json"]));
        }
    }

    [Theory]
    [InlineData("a:b", "tenant is 'a:b'")]
    [InlineData("", "tenant is ''")]
    public void Read_KeyWithABadTenant_SaysWhatIsWrong(string tenant, string fault)
    {
        using var folder = new TemporaryFolder();
        ApiKeyFile.Write(folder["keys.json"], [KeyedSilo.Key("one", ApiKey.NewText(), [GatewayScopes.Infer]) with { Tenant = tenant }]);

        var exception = Assert.Throws<InvalidDataException>(() => ApiKeyFile.Read(folder["keys.json"]));
        Assert.Contains(fault, exception.Message, StringComparison.Ordinal);
    }
}
