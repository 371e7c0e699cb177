using System.Net;
using System.Text.Json;

namespace RnnCluster.Silo.Tests.Gateway.Cluster;

public sealed class ClusterRoutesTests(SharedSilo shared)
{
    private HttpClient Http => shared.Silo.Http;

    [Fact]
    public async Task Cluster_OfOneSilo_TellsItsGatewayAndTheTokensThatItRead()
    {
        var before = await SiloAsync();
        var id = await GatewaySilo.OpenAsync(Http, "sentiment");
        using var answer = await GatewaySilo.PostAsync(Http, $"/v1/sessions/sentiment/{id}/frames", """{"tokens":["a","fine","film"],"end":true}""");
        var after = await SiloAsync();

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("active", after.GetProperty("status").GetString());
        Assert.Equal(shared.Silo.Address.GetLeftPart(UriPartial.Authority), after.GetProperty("address").GetString());
        Assert.True(after.GetProperty("rows").GetInt64() >= before.GetProperty("rows").GetInt64() + 3, $"{before} {after}");
        Assert.True(after.GetProperty("passes").GetInt64() > before.GetProperty("passes").GetInt64(), $"{before} {after}");
    }

    [Fact]
    public async Task Kill_WithoutTheOption_IsNoRoute()
    {
        using var response = await GatewaySilo.PostAsync(Http, "/v1/cluster/kill", """{"silo":"127.0.0.1:11111"}""");

        Assert.Equal((HttpStatusCode.NotFound, "not-found"), (response.StatusCode, await GatewaySilo.CodeAsync(response)));
    }

    private async Task<JsonElement> SiloAsync()
    {
        using var response = await Http.GetAsync("/v1/cluster", TestContext.Current.CancellationToken);
        var cluster = await GatewaySilo.ReadAsync(response);
        Assert.False(cluster.GetProperty("mayKill").GetBoolean());
        return Assert.Single(cluster.GetProperty("silos").EnumerateArray());
    }
}
