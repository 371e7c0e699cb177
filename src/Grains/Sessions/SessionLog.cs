using Microsoft.Extensions.Logging;

namespace RnnCluster.Grains.Sessions;

internal static partial class SessionLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Session {Session}: part {Part} of the answer to frame {Sequence} could not be published and is dropped")]
    public static partial void OutputDropped(ILogger logger, string session, long sequence, int part, Exception exception);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Session {Session} waits for frame {Expected}; frame {Found} came")]
    public static partial void Gap(ILogger logger, string session, long expected, long found);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Session {Session} refuses: {Code}, {Reason}")]
    public static partial void Refused(ILogger logger, string session, string code, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Session {Session} failed on frame {Sequence}")]
    public static partial void FrameFailed(ILogger logger, string session, long sequence, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Session {Session} leaves memory and could not be stored; its frames up to {LastSequence} have to be sent again")]
    public static partial void NotStored(ILogger logger, string session, long lastSequence);
}
