using RnnCluster.Silo;

namespace RnnCluster.Cluster.Tests;

public sealed class SiloProcessTests
{
    [Fact]
    public async Task Silo_Terminated_StopsInOrder()
    {
        var ports = LoopbackPorts.FindFree(2);
        await using var silo = RnnProcess.Start(
            "silo", "--store", "memory", "--port", $"{ports[0]}", "--gateway-port", $"{ports[1]}", "--primary-port", $"{ports[0]}");
        await silo.SayAsync("is ready");

        Assert.Equal(0, await silo.TerminateAsync());
        Assert.Contains("silo stops", silo.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silo_WithoutSessions_ShowsThatItHasNone()
    {
        var ports = LoopbackPorts.FindFree(1);
        await using var silos = new ChangingSilos(count: 1);
        await silos.StartAsync(0, "--http", $"{ports[0]}");
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });

        var metrics = (await http.GetStringAsync($"http://127.0.0.1:{ports[0]}/metrics", TestContext.Current.CancellationToken)).Split('\n');

        Assert.Contains("rnncluster_sessions_active 0", metrics);
        Assert.Contains("rnncluster_sessions_waking 0", metrics);
        Assert.Contains("rnncluster_sessions_moved_total 0", metrics);
        Assert.Contains("rnncluster_engine_jobs 0", metrics);
        Assert.Contains("rnncluster_store_outage_seconds 0", metrics);
    }

    [Fact]
    public async Task Silo_PortTaken_SaysWhichOption()
    {
        using var taken = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        var port = ((System.Net.IPEndPoint)taken.LocalEndpoint).Port;

        var (code, _, errors) = await RnnProcess.RunAsync(input: null, "silo", "--store", "memory", "--port", $"{port}");

        Assert.Equal(1, code);
        Assert.StartsWith($"rnn: --port is {port}, which cannot be used", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--store is 'disk'; it must be memory, embedded, redis://", "--store", "disk")]
    [InlineData("--address is '0.0.0.0'; it must be one address of this machine", "--address", "0.0.0.0")]
    [InlineData("rnn: --address is 192.0.2.1, which is no address of this machine", "--address", "192.0.2.1")]
    [InlineData("--drain-seconds is 0; it must be 1 to 3600", "--drain-seconds", "0")]
    [InlineData("rnn: --data is for --store embedded; the store is memory", "--store", "memory", "--data", "here")]
    [InlineData("rnn: --primary-port is for --store memory; the store is embedded", "--primary-port", "11111")]
    [InlineData("rnn: the silo did not start: the store redis://127.0.0.1:1 cannot be used: nobody answers there", "--store", "redis://127.0.0.1:1")]
    [InlineData("rnn: the silo did not start: the store postgres://rnn@127.0.0.1:1/rnn cannot be used: ", "--store", "postgres://rnn:secret@127.0.0.1:1/rnn")]
    [InlineData("rnn: the silo did not start: the data folder '/proc/rnn' cannot be written (", "--data", "/proc/rnn")]
    public async Task Silo_StoreThatCannotBe_SaysWhy(string message, params string[] store)
    {
        var ports = LoopbackPorts.FindFree(2);

        var (code, output, errors) = await RnnProcess.RunAsync(
            input: null, ["silo", "--port", $"{ports[0]}", "--gateway-port", $"{ports[1]}", .. store]);

        Assert.Equal(1, code);
        Assert.StartsWith(message, (errors + output).TrimStart(), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", errors + output, StringComparison.Ordinal);
    }
}
