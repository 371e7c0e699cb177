using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace RnnCluster.Silo.Tests.Gateway.Fuzzing;

/// <summary>No request, however malformed, makes the gateway fail, hang or grow. <c>RNN_FUZZ_REQUESTS</c> says how many are sent.</summary>
/// <remarks>Runs when nothing else does: the memory of silos that other tests start would count.</remarks>
[CollectionDefinition(nameof(FuzzTests), DisableParallelization = true)]
[Collection(nameof(FuzzTests))]
public sealed class FuzzTests
{
    private const int StandardRequests = 1_500;
    private const int AtOnce = 8;
    private const long GrowthLimitBytes = 128 << 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Requests_OfEveryMalformedKind_AreRefusedAndTheGatewayGoesOn()
    {
        var count = int.Parse(Environment.GetEnvironmentVariable("RNN_FUZZ_REQUESTS") ?? $"{StandardRequests}", CultureInfo.InvariantCulture);
        await using var silo = await GatewaySilo.StartAsync(options => options.AnswerWaitMs = 2_000);
        await GatewaySilo.OpenAsync(silo.Http, "sentiment", "fuzz");
        await GatewaySilo.OpenAsync(silo.Http, "music", "fuzz");
        var routes = silo.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Select(endpoint => "/" + endpoint.RoutePattern.RawText!.Trim('/')).Distinct().ToList();
        var statuses = new SortedDictionary<int, int>();
        var before = GC.GetTotalMemory(forceFullCollection: true);

        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (number, _) =>
        {
            var request = new MalformedRequests(number).Next(routes);
            var status = await SendAsync(silo.Address, request);

            // 505 is the server's word for a version of HTTP that it does not know.
            Assert.True(status is < 500 or 503 or 505, $"request {number} was answered with {status}: {Encoding.UTF8.GetString(request)}");
            lock (statuses)
            {
                statuses[status] = statuses.GetValueOrDefault(status) + 1;
            }
        });

        Assert.True(statuses.GetValueOrDefault(400) > 0 && statuses.GetValueOrDefault(404) > 0 && statuses.GetValueOrDefault(200) > 0);
        var growth = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.True(growth < GrowthLimitBytes, $"memory grew by {growth} bytes in {count} requests");
        using var response = await silo.Http.GetAsync("/v1/models", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    /// <summary>The status of the answer; 0 when the connection was closed without one.</summary>
    private static async Task<int> SendAsync(Uri address, byte[] request)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var connection = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await connection.ConnectAsync(IPAddress.Loopback, address.Port, patience.Token);
        var line = new byte[12];
        var length = 0;
        try
        {
            await connection.SendAsync(request, patience.Token);
            connection.Shutdown(SocketShutdown.Send);
            int read;
            while (length < line.Length && (read = await connection.ReceiveAsync(line.AsMemory(length), patience.Token)) > 0)
            {
                length += read;
            }
        }
        catch (SocketException)
        {
            return 0;
        }

        return length == line.Length ? int.Parse(line.AsSpan(9), CultureInfo.InvariantCulture) : 0;
    }
}
