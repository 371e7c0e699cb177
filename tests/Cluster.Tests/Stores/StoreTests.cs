using System.Net;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Cli.Connection;
using RnnCluster.Client.Sessions;

namespace RnnCluster.Cluster.Tests.Stores;

/// <summary>Silos that know nothing of each other but their store.</summary>
public sealed class StoreTests
{
    // A killed silo is out after 6 s; the rest is for a machine that runs all tests at once.
    private static readonly TimeSpan DeathPatience = TimeSpan.FromSeconds(12);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Embedded_SilosComeAndGo_AreOneCluster()
    {
        var folder = Directory.CreateTempSubdirectory("rnn-store-");
        try
        {
            await using var silos = new ChangingSilos(count: 2, "--data", Path.Combine(folder.FullName, "data"));
            await Task.WhenAll(silos.StartAsync(0), silos.StartAsync(1));
            await AssertOneClusterAsync(silos);

            var host = silos[0].Errors.Contains("This silo hosts the store", StringComparison.Ordinal) ? 0 : 1;
            await AssertTheOtherGoesOnAsync(silos, killed: host);
            Assert.Contains("This silo hosts the store", silos[1 - host].Errors, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Redis_SilosComeAndGo_AreOneCluster()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var silos = new ChangingSilos(count: 2, "--store", redis.Store);
        await Task.WhenAll(silos.StartAsync(0), silos.StartAsync(1));

        await AssertOneClusterAsync(silos);
        await AssertTheOtherGoesOnAsync(silos, killed: 0);
    }

    [Fact]
    public async Task Postgres_SilosComeAndGo_AreOneCluster()
    {
        await using var postgres = await PostgresServer.StartAsync();
        await using var silos = new ChangingSilos(count: 2, "--store", postgres.Store);
        await Task.WhenAll(silos.StartAsync(0), silos.StartAsync(1));

        await AssertOneClusterAsync(silos);
        Assert.NotEqual("0", await postgres.QueryAsync("SELECT count(*) FROM orleansstorage"));
        await AssertTheOtherGoesOnAsync(silos, killed: 0);
    }

    [Fact]
    public async Task Redis_Gone_SessionsGoOnUntilItIsBack()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var silos = new ChangingSilos(count: 1, "--store", redis.Store);
        await silos.StartAsync(0);
        await using var connection = await ConnectAsync(silos.Gateways[0]);
        await using var session = await OpenAsync(connection, "lasting");
        await AskAsync(session);

        await redis.KillAsync();
        await silos[0].SayAsync($"connection to the store {redis.Store} is lost");
        await AskAsync(session);
        await redis.StartAgainAsync();
        await silos[0].SayAsync($"connection to the store {redis.Store} is there again");
        await AskAsync(session);
        await using var another = await OpenAsync(connection, "new");
        await AskAsync(another);
    }

    /// <summary>What one silo was sent, the other one knows.</summary>
    private static async Task AssertOneClusterAsync(ChangingSilos silos, string session = "shared")
    {
        await using var first = await ConnectAsync(silos.Gateways[0]);
        await using var asked = await OpenAsync(first, session);
        await AskAsync(asked);

        await using var second = await ConnectAsync(silos.Gateways[1]);
        await using var same = await OpenAsync(second, session);
        Assert.Equal(1, same.Opened.NextSequence);
    }

    /// <summary>A killed silo is out of the cluster, a session opens without it, and it comes back at its old address.</summary>
    private static async Task AssertTheOtherGoesOnAsync(ChangingSilos silos, int killed)
    {
        var other = 1 - killed;
        await silos[killed].KillAsync();
        await silos[other].SayAsync("My range changed from <MultiRange").WaitAsync(DeathPatience);
        await using (var connection = await ConnectAsync(silos.Gateways[other]))
        {
            await using var session = await OpenAsync(connection, "without");
            await AskAsync(session);
        }

        await silos.StartAsync(killed);
        await AssertOneClusterAsync(silos, "shared-again");
        Assert.Equal(0, await silos[killed].TerminateAsync());
        await using var left = await ConnectAsync(silos.Gateways[other]);
        await using var last = await OpenAsync(left, "last");
        await AskAsync(last);
    }

    private static Task<ClusterConnection> ConnectAsync(IPEndPoint gateway) =>
        ClusterConnection.OpenAsync([gateway], modelsFolder: "", configure: null, TestContext.Current.CancellationToken);

    private static Task<RnnSession> OpenAsync(ClusterConnection connection, string id) =>
        connection.Client.OpenAsync("tagger", id, cancellation: TestContext.Current.CancellationToken).WaitAsync(Patience);

    private static async Task AskAsync(RnnSession session) =>
        Assert.Single(await session.AskAsync(new TokensInput(["train"]), cancellation: TestContext.Current.CancellationToken).WaitAsync(Patience));
}
