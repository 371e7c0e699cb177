using Microsoft.Extensions.Logging;

namespace RnnCluster.Silo.Gateway;

/// <summary>Log messages of the gateway.</summary>
internal static partial class GatewayLog
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "{Method} {Path} failed.")]
    public static partial void RequestFailed(ILogger logger, string method, string path, Exception exception);

    [LoggerMessage(EventId = 2, Level = LogLevel.Error, Message = "The keys of {Path} could not be read; those from before are valid.")]
    public static partial void KeysNotRead(ILogger logger, string path, Exception exception);
}
