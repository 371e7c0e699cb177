using System.Net.Sockets;
using Garnet;
using Microsoft.Extensions.Logging;

namespace RnnCluster.Silo.Storage.Embedded;

/// <summary>A Garnet server in this process.</summary>
internal sealed class GarnetHost : IAsyncDisposable
{
    private readonly GarnetServer _server;
    private readonly GarnetLoggers _loggers;

    private GarnetHost(GarnetServer server, GarnetLoggers loggers) => (_server, _loggers) = (server, loggers);

    /// <summary>Whether it could not write its file, and takes nothing more.</summary>
    public bool HasFailed => _loggers.HasFileFailed;

    /// <summary>Reads what the folder holds and listens.</summary>
    /// <exception cref="StoreException">The folder does not hold what a store has left there.</exception>
    public static async Task<GarnetHost> StartAsync(string folder, int port, ILoggerFactory loggers)
    {
        GarnetServer? server = null;
        var garnetLoggers = new GarnetLoggers(loggers);
        try
        {
            // It reads, and on the way out writes, on the thread that calls.
            await Task.Run(() =>
            {
                AppendOnlyFile.RequireWhole(folder);
                server = new GarnetServer(GarnetSettings.Create(folder, port, garnetLoggers.CreateLogger("Options")), garnetLoggers);
                server.Start();
            });
            return new GarnetHost(server!, garnetLoggers);
        }
        catch (Exception exception)
        {
            server?.Dispose();
            if (exception is SocketException)
            {
                throw new StoreException($"the store in '{folder}' cannot listen at 127.0.0.1:{port} ({exception.Message})", exception);
            }

            throw new StoreException(
                $"the store in '{folder}' cannot be read ({exception.Message}); put a copy of the folder in its place, or name an empty one", exception);
        }
    }

    public async ValueTask DisposeAsync() => await Task.Run(_server.Dispose);
}
