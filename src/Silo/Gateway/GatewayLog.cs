using Microsoft.Extensions.Logging;

namespace RnnCluster.Silo.Gateway;

/// <summary>Log messages of the gateway.</summary>
internal static partial class GatewayLog
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "{Method} {Path} failed.")]
    public static partial void RequestFailed(ILogger logger, string method, string path, Exception exception);
}
