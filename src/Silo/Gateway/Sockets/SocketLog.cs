using Microsoft.Extensions.Logging;

namespace RnnCluster.Silo.Gateway.Sockets;

/// <summary>Log messages of the gateway's sockets.</summary>
internal static partial class SocketLog
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "A socket with {Sessions} sessions is closed: its client did not take {Bytes} bytes in {WaitMs} ms.")]
    public static partial void SlowReader(ILogger logger, int sessions, int bytes, int waitMs);

    [LoggerMessage(EventId = 2, Level = LogLevel.Error, Message = "A socket failed.")]
    public static partial void SocketFailed(ILogger logger, Exception exception);

    [LoggerMessage(EventId = 3, Level = LogLevel.Error, Message = "Session {Session} failed on its socket.")]
    public static partial void SessionFailed(ILogger logger, string session, Exception exception);
}
