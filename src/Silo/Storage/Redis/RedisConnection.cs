using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace RnnCluster.Silo.Storage.Redis;

/// <summary>The connection to the server that clustering and storage of a silo share.</summary>
internal sealed class RedisConnection(IRedisEndpoint endpoint, ILogger<RedisConnection> logger) : IHostedService, IAsyncDisposable
{
    /// <summary>Longest wait for a connection or an answer. A silo that cannot reach its store goes on, and hears of it soon.</summary>
    private const int TimeoutMs = 2_000;

    private const int ReconnectMs = 250;

    private ConnectionMultiplexer? _multiplexer;
    private bool _isLost;

    /// <summary>What connects to the server at <paramref name="address"/>.</summary>
    public static ConfigurationOptions Options(StoreAddress address) => new()
    {
        EndPoints = { { address.Host, address.Port } },
        User = address.User,
        Password = address.Password,
        ClientName = Hosting.RnnSiloBuilderExtensions.ClusterName,
        ConnectTimeout = TimeoutMs,
        ConnectRetry = 1,
        AsyncTimeout = TimeoutMs,
        SyncTimeout = TimeoutMs,

        // The server may come back at any time: the connection never gives up, and what is asked meanwhile fails at once, for it to be
        // asked again by who knows whether it is still wanted.
        AbortOnConnectFail = false,
        ReconnectRetryPolicy = new LinearRetry(ReconnectMs),
        BacklogPolicy = BacklogPolicy.FailFast,
    };

    /// <summary>The multiplexer for a provider, which must not dispose of it.</summary>
    public Task<(IConnectionMultiplexer Multiplexer, bool IsShared)> ShareAsync() =>
        Task.FromResult<(IConnectionMultiplexer, bool)>((_multiplexer!, true));

    /// <summary>Connects.</summary>
    /// <exception cref="StoreException">The server does not answer, or refuses.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            _multiplexer = await ConnectionMultiplexer.ConnectAsync(Options(endpoint.Address));
            await _multiplexer.GetDatabase().PingAsync();
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            throw new StoreException($"{endpoint.Name} cannot be used: {Describe(exception)}", exception);
        }

        _multiplexer.ConnectionFailed += TellLost;
        _multiplexer.ConnectionRestored += TellRestored;
    }

    /// <summary>The silo has stopped: what happens to the connection now is no news. It stays for what is still on its way.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        if (_multiplexer is not null)
        {
            _multiplexer.ConnectionFailed -= TellLost;
        }

        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        if (_multiplexer is not null)
        {
            await _multiplexer.DisposeAsync();
        }
    }

    /// <summary>The client's own words say all that it knows of itself.</summary>
    private static string Describe(Exception exception) => exception switch
    {
        RedisConnectionException { FailureType: ConnectionFailureType.AuthenticationFailure } => "it refuses the user or the password",
        RedisConnectionException { FailureType: ConnectionFailureType.UnableToResolvePhysicalConnection or ConnectionFailureType.UnableToConnect } =>
            "nobody answers there",
        RedisConnectionException { FailureType: var type } => $"the connection fails ({type})",
        RedisServerException { Message: var words } => words,
        _ => $"it does not answer within {TimeoutMs} ms",
    };

    /// <summary>One of the connections to the server carries the commands; the other one waits for what nobody sends.</summary>
    private void TellLost(object? sender, ConnectionFailedEventArgs failure)
    {
        if (failure.ConnectionType == ConnectionType.Interactive && Interlocked.Exchange(ref _isLost, true) is false)
        {
            RedisConnectionLog.Lost(logger, endpoint.Name, failure.FailureType);
        }
    }

    private void TellRestored(object? sender, ConnectionFailedEventArgs connection)
    {
        if (connection.ConnectionType == ConnectionType.Interactive && Interlocked.Exchange(ref _isLost, false))
        {
            RedisConnectionLog.Restored(logger, endpoint.Name);
        }
    }
}
