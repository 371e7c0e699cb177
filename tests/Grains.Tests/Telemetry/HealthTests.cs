using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using RnnCluster.Grains.Batching;
using RnnCluster.Grains.Checkpoints;
using RnnCluster.Grains.Tests.Checkpoints;

namespace RnnCluster.Grains.Tests.Telemetry;

/// <summary>What a silo says of itself over HTTP, when it is well and when it is not.</summary>
[Collection(ExportedMeters.Name)]
public sealed class HealthTests(GatewayFixture gateway) : IClassFixture<GatewayFixture>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("live")]
    [InlineData("ready")]
    public async Task Health_NothingWrong_IsHealthyWithoutReasons(string question)
    {
        var response = await gateway.Http.GetAsync($"/health/{question}", Cancellation);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("""{"status":"healthy","reasons":[]}""", await response.Content.ReadAsStringAsync(Cancellation));
    }

    [Fact]
    public async Task Ready_StoreFails_SaysSinceWhenAndIsReadyWhenItIsWellAgain()
    {
        var health = gateway.Host.Services.GetRequiredService<IStoreHealth>();
        gateway.Store.RefusesWrites = true;
        health.Failed(new IOException("no writes before"));

        var reason = await ReasonAsync(gateway.Http, "store");

        // It was tried: the reason is that of the trial.
        Assert.Equal($"the store fails since {health.FailingSince:O}: no writes now", reason);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("live"));
        gateway.Store.RefusesWrites = false;
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("ready"));
        Assert.Null(health.FailingSince);
    }

    [Fact]
    public async Task Ready_StoreThatDoesNotAnswer_IsNotWaitedForLong()
    {
        var health = gateway.Host.Services.GetRequiredService<IStoreHealth>();
        using (gateway.Store.Hold())
        {
            health.Failed(new IOException("slow"));

            Assert.EndsWith(": slow", await ReasonAsync(gateway.Http, "store"), StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.OK, await StatusAsync("ready"));
    }

    [Fact]
    public async Task Ready_EngineFull_SaysHowFull()
    {
        var engine = gateway.Host.Services.GetRequiredService<StepEngine>();
        await engine.EnterAsync(Cancellation);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("ready"));
        await engine.EnterAsync(Cancellation);

        Assert.Equal(
            "the step engine holds 2 jobs, 90 % or more of the 2 that it may hold", await ReasonAsync(gateway.Http, "engine"));
        engine.Leave();
        engine.Leave();
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("ready"));
    }

    [Fact]
    public async Task Ready_NoModelsAndDraining_SaysBoth()
    {
        var folder = Directory.CreateTempSubdirectory("rnn-no-models-");
        await using var host = await GatewayFixture.StartAsync(folder.FullName, new TestStore());
        using var http = GatewayFixture.Client(host);
        Assert.Equal("no model is served; the models folder has 0 broken packages", await ReasonAsync(http, "models"));

        // What a host does first when it stops.
        host.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

        Assert.Equal("the silo drains: it stops, and its sessions move", await ReasonAsync(http, "member"));
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/health/live", Cancellation)).StatusCode);
        folder.Delete();
    }

    [Fact]
    public async Task Dashboard_NotAskedFor_IsNotThere()
    {
        Assert.Equal(HttpStatusCode.NotFound, (await gateway.Http.GetAsync("/dashboard/", Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await gateway.Http.GetAsync("/dashboard/DashboardCounters", Cancellation)).StatusCode);
    }

    private async Task<HttpStatusCode> StatusAsync(string question) => (await gateway.Http.GetAsync($"/health/{question}", Cancellation)).StatusCode;

    /// <summary>Why a silo is not ready, by the check that says it; it must be unhealthy.</summary>
    private static async Task<string> ReasonAsync(HttpClient http, string check)
    {
        using var response = await http.GetAsync("/health/ready", Cancellation);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal("unhealthy", json.RootElement.GetProperty("status").GetString());
        return Assert.Single(json.RootElement.GetProperty("reasons").EnumerateArray(), reason => reason.GetProperty("check").GetString() == check)
            .GetProperty("reason").GetString()!;
    }
}
