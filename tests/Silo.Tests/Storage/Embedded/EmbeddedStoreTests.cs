using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using RnnCluster.Silo.Storage;
using RnnCluster.Silo.Storage.Embedded;
using RnnCluster.Silo.Storage.Redis;
using StackExchange.Redis;

namespace RnnCluster.Silo.Tests.Storage.Embedded;

public sealed class EmbeddedStoreTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public async Task StartAsync_TwoOnOneFolder_OneHostsAndTheOtherFindsIt()
    {
        await using var first = Store();
        await using var second = Store();

        await first.StartAsync(Cancellation);
        await second.StartAsync(Cancellation);

        Assert.Equal((true, false), (first.IsHost, second.IsHost));
        Assert.Equal(first.Address, second.Address);
        Assert.Equal($"{first.Address.Port}", await File.ReadAllTextAsync(_temporary[DataFolder.PortName], Cancellation));
    }

    [Fact]
    public async Task StartAsync_AfterTheHostHasStopped_HostsWhatItHeldAtTheSamePort()
    {
        var first = Store();
        await first.StartAsync(Cancellation);
        await using var client = await ConnectionMultiplexer.ConnectAsync(RedisConnection.Options(first.Address));
        await client.GetDatabase().HashSetAsync("session", "state", "h");
        await first.StopAsync(Cancellation);

        await using var second = Store();
        await second.StartAsync(Cancellation);

        Assert.True(second.IsHost);
        Assert.Equal(first.Address, second.Address);
        await using var again = await ConnectionMultiplexer.ConnectAsync(RedisConnection.Options(second.Address));
        Assert.Equal("h", await again.GetDatabase().HashGetAsync("session", "state"));
    }

    [Fact]
    public async Task StopAsync_OfTheHost_LetsTheOtherHostWhatItHeld()
    {
        var time = new FakeTimeProvider();
        await using var first = Store();
        await using var second = Store(time);
        await first.StartAsync(Cancellation);
        await second.StartAsync(Cancellation);
        await using var client = await ConnectionMultiplexer.ConnectAsync(RedisConnection.Options(first.Address));
        await client.GetDatabase().HashSetAsync("session", "state", "h");

        await first.StopAsync(Cancellation);
        while (!second.IsHost)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Equal(first.Address, second.Address);
        await using var again = await ConnectionMultiplexer.ConnectAsync(RedisConnection.Options(second.Address));
        Assert.Equal("h", await again.GetDatabase().HashGetAsync("session", "state"));
    }

    [Fact]
    public async Task StartAsync_PortTakenByAnotherProgram_SaysWhoseItIs()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        new DataFolder(_temporary.Path).WritePort(port);
        var time = new FakeTimeProvider();
        await using var store = Store(time);

        var exception = await Assert.ThrowsAsync<StoreException>(() => PassAsync(time, store.StartAsync(Cancellation)));

        Assert.StartsWith($"port {port} of the store of '{_temporary.Path}' is taken by another program; ", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartAsync_LockHeldByAProcessWithoutAStore_SaysSo()
    {
        using var held = new DataFolder(_temporary.Path).TryLock();
        var time = new FakeTimeProvider();
        await using var store = Store(time);

        var exception = await Assert.ThrowsAsync<StoreException>(() => PassAsync(time, store.StartAsync(Cancellation)));

        Assert.StartsWith($"the data folder '{_temporary.Path}' is locked by a process that hosts no store; ", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AOF/log-commits/commit.*")]
    [InlineData("AOF/aof.log.*")]
    public async Task StartAsync_DamagedFolder_SaysSoAndReplacesNothing(string files)
    {
        await using (var store = Store())
        {
            await store.StartAsync(Cancellation);
            await using var client = await ConnectionMultiplexer.ConnectAsync(RedisConnection.Options(store.Address));
            await client.GetDatabase().HashSetAsync("session", "state", new byte[100_000]);
        }

        var damaged = Directory.GetFiles(_temporary[Path.GetDirectoryName(files)!], Path.GetFileName(files));
        Assert.NotEmpty(damaged);
        Assert.All(damaged, file => File.WriteAllBytes(file, new byte[512]));
        await using var again = Store();

        var exception = await Assert.ThrowsAsync<StoreException>(() => again.StartAsync(Cancellation));

        Assert.StartsWith($"the store in '{_temporary.Path}' cannot be read (", exception.Message, StringComparison.Ordinal);
        Assert.All(damaged, file => Assert.Equal(512, new FileInfo(file).Length));
    }

    private EmbeddedStore Store(TimeProvider? time = null) => new(_temporary.Path, time ?? TimeProvider.System, NullLoggerFactory.Instance);

    /// <summary>Lets time pass until the work ends.</summary>
    private static async Task PassAsync(FakeTimeProvider time, Task work)
    {
        while (!work.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await work;
    }
}
