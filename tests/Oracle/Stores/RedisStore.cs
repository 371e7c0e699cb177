using System.ComponentModel;
using System.Net;
using System.Net.Sockets;
using RnnCluster.Oracle.Processes;
using RnnCluster.Silo;

namespace RnnCluster.Oracle.Stores;

/// <summary>A Redis server of Debian's package on loopback, with an append-only file.</summary>
internal sealed class RedisStore(string folder) : IOracleStore
{
    private const string Program = "redis-server";
    private const int StartTries = 200;

    private static readonly TimeSpan StartRetry = TimeSpan.FromMilliseconds(50);

    private readonly int _port = LoopbackPorts.FindFree(1)[0];
    private ChildProcess? _server;

    public StoreSettings Settings => new(StoreKind.Redis, $"redis://127.0.0.1:{_port}", folder);

    public bool IsProcess => true;

    public async Task StartAsync()
    {
        Directory.CreateDirectory(folder);
        string[] arguments =
        [
            "--port", $"{_port}", "--bind", "127.0.0.1", "--dir", folder, "--save", "", "--appendonly", "yes", "--daemonize", "no",
        ];
        try
        {
            _server = ChildProcess.StartProgram(Program, arguments, Path.Combine(folder, "redis.log"));
        }
        catch (Win32Exception)
        {
            throw new OracleException($"there is no {Program} on the path; install it, for instance with `apt-get install redis-server`");
        }

        await ListeningAsync(_server);
    }

    public async Task KillAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
            _server = null;
        }
    }

    public async ValueTask DisposeAsync() => await KillAsync();

    private async Task ListeningAsync(ChildProcess server)
    {
        for (var left = StartTries; ; left--)
        {
            try
            {
                using var probe = new TcpClient();
                await probe.ConnectAsync(IPAddress.Loopback, _port);
                return;
            }
            catch (SocketException exception)
            {
                if (left == 0 || server.Exit.IsCompleted)
                {
                    throw new OracleException($"{Program} does not listen on port {_port}: {exception.Message}");
                }

                await Clock.PassAsync(StartRetry);
            }
        }
    }
}
