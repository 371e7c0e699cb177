using Microsoft.Extensions.Logging;

namespace RnnCluster.Client;

internal static partial class ClientLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "The output stream reports an error; what was missed is asked for again")]
    public static partial void OutputStreamFailed(ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Debug, Message = "The subscription to the output stream could not be ended")]
    public static partial void NotUnsubscribed(ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Information, Message = "Sessions stayed silent: output stream {Stream} is subscribed again; the cluster knew of it: {IsKnown}")]
    public static partial void Renewed(ILogger logger, StreamId stream, bool isKnown);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Sessions stay silent, and the output stream could not be subscribed again")]
    public static partial void NotRenewed(ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Session {Session} sends its frames from {Sequence} on again")]
    public static partial void Resending(ILogger logger, string session, long sequence);

    [LoggerMessage(Level = LogLevel.Error, Message = "Session {Session} could not publish frames for {WaitMs} ms")]
    public static partial void PublishFailed(ILogger logger, string session, int waitMs, Exception exception);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Session {Session} asked for frames that are answered, and did not say where it stands")]
    public static partial void PositionUnknown(ILogger logger, string session, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Session {Session} has too many frames behind its checkpoint, which covers {DurableThrough}: it can send again from {KeptFrom} on only")]
    public static partial void FramesLetGo(ILogger logger, string session, long durableThrough, long keptFrom);

    [LoggerMessage(Level = LogLevel.Error, Message = "Who listens to the notices of session {Session} failed to take one")]
    public static partial void ListenerFailed(ILogger logger, string session, Exception exception);
}
