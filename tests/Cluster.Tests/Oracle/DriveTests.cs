using System.Text.Json;
using RnnCluster.Silo;

namespace RnnCluster.Cluster.Tests.Oracle;

/// <summary>Load on silos that somebody else runs, and its judgement.</summary>
[Collection(nameof(QuietMachine))]
public sealed class DriveTests
{
    [Fact]
    public async Task Drive_RunningSilosOverEitherWay_EveryOutputIsAsItMustBeAndNoSessionIsLeft()
    {
        var ports = LoopbackPorts.FindFree(2);
        await using var silos = new ChangingSilos(count: 2);
        await silos.StartAsync(0, "--http", $"{ports[0]}");
        await silos.StartAsync(1, "--http", $"{ports[1]}");

        await DriveAsync("--connect", string.Join(',', silos.Gateways.Select(gateway => gateway.ToString())));
        await DriveAsync("--socket", "--connect", string.Join(',', ports.Select(port => $"127.0.0.1:{port}")));

        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        var left = JsonElement.Parse(await http.GetStringAsync($"http://127.0.0.1:{ports[0]}/v1/sessions", TestContext.Current.CancellationToken));
        Assert.Empty(left.GetProperty("sessions").EnumerateArray());
    }

    private static async Task DriveAsync(params string[] way)
    {
        var (code, said) = await OracleProcess.RunAsync(
            ["drive", "--minutes", "0.1", "--sessions", "28", "--rate", "60", "--models", Path.Combine(AppContext.BaseDirectory, "models"), .. way]);

        Assert.True(code == 0, said);
        Assert.Matches("clean: [1-9][0-9]* frames of 28 sessions", said);
    }
}
