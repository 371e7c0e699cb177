using Microsoft.Extensions.Logging;

namespace RnnCluster.Cli.Commands;

internal static partial class SiloLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "{Line}")]
    public static partial void Tell(ILogger logger, string line);
}
