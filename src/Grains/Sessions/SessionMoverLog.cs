using Microsoft.Extensions.Logging;

namespace RnnCluster.Grains.Sessions;

internal static partial class SessionMoverLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "This silo stops: {Moved} of its sessions moved to other silos, {Stayed} did not")]
    public static partial void Drained(ILogger logger, int moved, int stayed);
}
