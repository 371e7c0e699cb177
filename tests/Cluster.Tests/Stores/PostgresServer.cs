using RnnCluster.Silo;

namespace RnnCluster.Cluster.Tests.Stores;

/// <summary>A PostgreSQL server of the test's own, in a folder of its own.</summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    private const string Installed = "/usr/lib/postgresql";
    private const string User = "rnn";
    private const string Database = "postgres";

    // The server refuses to run as root; Debian's package has made this one.
    private const string Unprivileged = "postgres";

    private readonly string _folder;
    private readonly int _port;
    private readonly ServerProcess _process;

    private PostgresServer(string folder, int port, ServerProcess process) => (_folder, _port, _process) = (folder, port, process);

    /// <summary>Value for <c>--store</c>.</summary>
    public string Store => $"postgres://{User}:any@127.0.0.1:{_port}/{Database}";

    public static async Task<PostgresServer> StartAsync()
    {
        var folder = await RunAsync("mktemp", "-d");
        await RunAsync(Program("initdb"), "--pgdata", folder, "--username", User, "--auth", "trust", "--no-sync");
        var port = LoopbackPorts.FindFree(1)[0];
        var (program, arguments) = AsUnprivileged(
            Program("postgres"), ["-D", folder, "-k", folder, "-h", "127.0.0.1", "-p", $"{port}", "-c", "fsync=off"]);
        return new PostgresServer(folder, port, await ServerProcess.StartAsync("ready to accept connections", program, arguments));
    }

    /// <summary>What one query gives.</summary>
    public Task<string> QueryAsync(string query) => RunAsync(
        Program("psql"), "--host", "127.0.0.1", "--port", $"{_port}", "--username", User, "--dbname", Database, "--tuples-only", "--no-align", "--command", query);

    /// <summary>Lets it refuse what is written, as one does that has no disk left, and take it again.</summary>
    public async Task RefuseWritesAsync(bool refuse)
    {
        await QueryAsync($"ALTER SYSTEM SET default_transaction_read_only = {(refuse ? "on" : "off")}");
        await QueryAsync("SELECT pg_reload_conf()");
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        await RunAsync("rm", "-rf", _folder);
    }

    private static string Program(string name)
    {
        var newest = Directory.GetDirectories(Installed).MaxBy(version => int.Parse(Path.GetFileName(version)));
        return Path.Combine(newest!, "bin", name);
    }

    private static Task<string> RunAsync(string program, params string[] arguments)
    {
        var (run, with) = AsUnprivileged(program, arguments);
        return ServerProcess.RunAsync(run, with);
    }

    private static (string Program, string[] Arguments) AsUnprivileged(string program, string[] arguments) => Environment.UserName == "root"
        ? ("setpriv", ["--reuid", Unprivileged, "--regid", Unprivileged, "--clear-groups", program, .. arguments])
        : (program, arguments);
}
