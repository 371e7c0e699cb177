using RnnCluster.Silo;
using StackExchange.Redis;

namespace RnnCluster.Cluster.Tests.Stores;

/// <summary>A Redis server of the test's own, in a folder of its own, that can end and start again.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rnn-redis-");
    private ServerProcess _process = null!;

    private RedisServer()
    {
    }

    public int Port { get; } = LoopbackPorts.FindFree(1)[0];

    /// <summary>Value for <c>--store</c>.</summary>
    public string Store => $"redis://127.0.0.1:{Port}";

    public static async Task<RedisServer> StartAsync()
    {
        var server = new RedisServer();
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>Starts it on what it held.</summary>
    public async Task StartAgainAsync() => _process = await ServerProcess.StartAsync(
        "Ready to accept connections", "redis-server",
        "--bind", "127.0.0.1", "--port", $"{Port}", "--dir", _folder.FullName, "--save", "", "--appendonly", "yes", "--appendfsync", "always");

    /// <summary>Lets it refuse what is written, as one does that has no memory or no disk left, and take it again.</summary>
    public async Task RefuseWritesAsync(bool refuse)
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{Port},allowAdmin=true");
        await connection.GetServers()[0].ConfigSetAsync("maxmemory", refuse ? 1 : 0);
    }

    /// <summary>Ends it at once, as a crash does.</summary>
    public ValueTask KillAsync() => _process.DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _folder.Delete(recursive: true);
    }
}
