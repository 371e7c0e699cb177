using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace RnnCluster.Silo.Storage.Redis;

internal static partial class RedisConnectionLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "The connection to {Store} is lost ({Failure})")]
    public static partial void Lost(ILogger logger, string store, ConnectionFailureType failure);

    [LoggerMessage(Level = LogLevel.Information, Message = "The connection to {Store} is there again")]
    public static partial void Restored(ILogger logger, string store);
}
