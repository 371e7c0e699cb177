using System.Net;

namespace RnnCluster.Silo.Tests.Gateway.Access;

/// <summary>The bound on requests that are under way at a time.</summary>
public sealed class RequestsLimitTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Request_BeyondTheBound_IsRefusedAtOnceUntilAnotherOneEnds()
    {
        await using var silo = await GatewaySilo.StartAsync(options => options.RequestsLimit = 1);
        var id = await GatewaySilo.OpenAsync(silo.Http, "sentiment");
        using (await silo.Http.GetAsync($"/v1/sessions/sentiment/{id}/outputs", HttpCompletionOption.ResponseHeadersRead, Cancellation))
        {
            using var refused = await silo.Http.GetAsync("/v1/models", Cancellation);

            Assert.Equal((HttpStatusCode.ServiceUnavailable, "too-many-requests"), (refused.StatusCode, await GatewaySilo.CodeAsync(refused)));
            Assert.Equal(TimeSpan.FromSeconds(1), refused.Headers.RetryAfter!.Delta);

            // Who watches over the silo is answered all the same.
            using var health = await silo.Http.GetAsync("/v2/health/ready", Cancellation);
            using var metrics = await silo.Http.GetAsync("/metrics", Cancellation);
            Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (health.StatusCode, metrics.StatusCode));
        }

        Assert.Equal(HttpStatusCode.OK, await StatusWhenThereIsRoomAsync(silo.Http));
    }

    private static async Task<HttpStatusCode> StatusWhenThereIsRoomAsync(HttpClient http)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (true)
        {
            using var response = await http.GetAsync("/v1/models", Cancellation);
            if (response.StatusCode != HttpStatusCode.ServiceUnavailable)
            {
                return response.StatusCode;
            }

            await timer.WaitForNextTickAsync(Cancellation);
        }
    }
}
