using System.Net;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Cli.Connection;
using RnnCluster.Client.Sessions;
using RnnCluster.Silo;

namespace RnnCluster.Cluster.Tests.Stores;

/// <summary>A store that answers and takes nothing, as one does whose disk is full: sessions go on, and are stored when it takes again.</summary>
public sealed class FullStoreTests
{
    private const int Sessions = 30;

    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(7);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Redis_TakesNothingForAWhile_SessionsGoOnAndAreStoredThen()
    {
        await using var redis = await RedisServer.StartAsync();
        await RequireGoingOnAsync(["--store", redis.Store], redis.RefuseWritesAsync, "OOM command not allowed");
    }

    [Fact]
    public async Task Postgres_TakesNothingForAWhile_SessionsGoOnAndAreStoredThen()
    {
        await using var postgres = await PostgresServer.StartAsync();
        await RequireGoingOnAsync(["--store", postgres.Store], postgres.RefuseWritesAsync, "read-only transaction");
    }

    [Fact]
    public async Task Embedded_DiskIsFullForAWhile_SessionsGoOnAndAreStoredThen()
    {
        var mounted = await SmallDisk.TryMountAsync(megabytes: 200);
        Assert.SkipWhen(mounted is null, "a disk can be mounted by root only");
        await using var disk = mounted;
        await RequireGoingOnAsync(["--data", Path.Combine(disk.Folder, "data")], disk.FillAsync, "the store fails since");
    }

    private static async Task RequireGoingOnAsync(string[] store, Func<bool, Task> refuseAsync, string reason)
    {
        var port = LoopbackPorts.FindFree(1)[0];
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        await using var silos = new ChangingSilos(count: 1, store);
        await silos.StartAsync(0, "--http", $"{port}");
        await using var connection = await ClusterConnection.OpenAsync([silos.Gateways[0]], modelsFolder: "", configure: null, Cancellation);
        var sessions = await Task.WhenAll(Enumerable.Range(0, Sessions).Select(number =>
            connection.Client.OpenAsync("tagger", $"lasting{number}", cancellation: Cancellation)));
        await AskUntilAsync(sessions, static session => session.DurableThrough >= 0);
        Assert.Equal(HttpStatusCode.OK, await ReadyAsync(http));

        await refuseAsync(true);
        var lines = silos[0].Errors.Split('\n').Length;
        var left = sessions.Select(session => session.NextSequence - 1).ToList();
        using var over = new CancellationTokenSource(Outage);
        await AskUntilAsync(sessions, _ => over.IsCancellationRequested);

        // What was on its way was stored; nothing since then.
        Assert.All(sessions.Zip(left), pair => Assert.InRange(pair.First.DurableThrough, 0, pair.Second));
        using (var answer = await http.GetAsync("/health/ready", Cancellation))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            Assert.Contains(reason, await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        }

        var told = silos[0].Errors.Split('\n')[lines..];
        var news = Assert.Single(told, line => line.Contains("The store fails", StringComparison.Ordinal));
        Assert.DoesNotContain(told, line => line != news && line.Contains("lasting", StringComparison.Ordinal));

        await refuseAsync(false);
        await AskUntilAsync(sessions.Zip(left), pair => pair.First.DurableThrough > pair.Second);
        await silos[0].SayAsync("The store is well again");
        Assert.Equal(HttpStatusCode.OK, await ReadyAsync(http));
    }

    private static async Task<HttpStatusCode> ReadyAsync(HttpClient http)
    {
        using var answer = await http.GetAsync("/health/ready", Cancellation);
        return answer.StatusCode;
    }

    private static Task AskUntilAsync(IEnumerable<RnnSession> sessions, Func<RnnSession, bool> isDone) =>
        AskUntilAsync(sessions.Select(session => (session, 0L)), pair => isDone(pair.First));

    /// <summary>Lets sessions work, and be answered, until that holds for each of them.</summary>
    private static Task AskUntilAsync(IEnumerable<(RnnSession First, long Second)> sessions, Func<(RnnSession First, long Second), bool> isDone) =>
        Task.WhenAll(sessions.Select(async pair =>
        {
            using var rounds = new PeriodicTimer(Pause);
            do
            {
                var ask = pair.First.AskAsync(new TokensInput(["train"]), cancellation: Cancellation);
                Assert.Single(await ask.WaitAsync(Patience, Cancellation));
                await rounds.WaitForNextTickAsync(Cancellation);
            }
            while (!isDone(pair));
        })).WaitAsync(Patience, Cancellation);
}
