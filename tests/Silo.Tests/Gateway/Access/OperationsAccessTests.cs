using System.Net;

namespace RnnCluster.Silo.Tests.Gateway.Access;

/// <summary>Who may ask how a silo is, and look at the cluster.</summary>
public sealed class OperationsAccessTests(KeyedSilo keyed) : IClassFixture<KeyedSilo>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task Health_WithoutAKey_IsTold(string path)
    {
        using var response = await keyed.Silo.Http.GetAsync(path, Cancellation);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Metrics_WithKeys_AreForAdmins()
    {
        using var without = await keyed.Silo.Http.GetAsync("/metrics", Cancellation);
        using var narrow = await keyed.Narrow.GetAsync("/metrics", Cancellation);
        using var admin = await keyed.Acme.GetAsync("/metrics", Cancellation);

        Assert.Equal(
            [HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden, HttpStatusCode.OK],
            new[] { without.StatusCode, narrow.StatusCode, admin.StatusCode });
    }

    [Fact]
    public async Task Dashboard_WithKeys_IsForAdmins()
    {
        await using var silo = await GatewaySilo.StartAsync(options => (options.KeysFile, options.Dashboard) = (keyed.KeysFile, true));
        using var narrow = silo.CreateClient(keyed.Narrow.DefaultRequestHeaders.Authorization!.Parameter);
        using var admin = silo.CreateClient(keyed.Acme.DefaultRequestHeaders.Authorization!.Parameter);

        foreach (var path in new[] { "/dashboard/", "/dashboard/DashboardCounters" })
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await silo.Http.GetAsync(path, Cancellation)).StatusCode);
            Assert.Equal(HttpStatusCode.Forbidden, (await narrow.GetAsync(path, Cancellation)).StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await admin.GetAsync(path, Cancellation)).StatusCode);
        }
    }

    [Fact]
    public async Task Dashboard_WithoutKeys_IsForThisMachinesNamesOnly()
    {
        await using var silo = await GatewaySilo.StartAsync(options => options.Dashboard = true);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/dashboard/");
        request.Headers.Host = "example.org";

        Assert.Equal(HttpStatusCode.OK, (await silo.Http.GetAsync("/dashboard/", Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await silo.Http.SendAsync(request, Cancellation)).StatusCode);
    }
}
