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
    public async Task Silo_PortTaken_SaysWhichOption()
    {
        using var taken = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        var port = ((System.Net.IPEndPoint)taken.LocalEndpoint).Port;

        var (code, _, errors) = await RnnProcess.RunAsync(input: null, "silo", "--store", "memory", "--port", $"{port}");

        Assert.Equal(1, code);
        Assert.StartsWith($"rnn: --port is {port}, which cannot be used", errors, StringComparison.Ordinal);
    }
}
