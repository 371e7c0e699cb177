using Microsoft.Extensions.Logging;

namespace RnnCluster.Streams;

internal static partial class LiveStreamLog
{
    [LoggerMessage(Level = LogLevel.Error, Message = "Stream {Stream} carries a {Found}; its subscriber takes {Expected}. It was left out")]
    public static partial void WrongType(ILogger logger, StreamId stream, Type? found, Type expected);

    [LoggerMessage(Level = LogLevel.Error, Message = "The grain that is attached to stream {Stream} failed to take an event, which is left out")]
    public static partial void ObserverFailed(ILogger logger, StreamId stream, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} events of stream {Stream} have no subscriber and are left out")]
    public static partial void NoSubscriber(ILogger logger, StreamId stream, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The door of queue {Queue} did not come to this silo yet")]
    public static partial void DoorMissing(ILogger logger, string queue, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Count} events of queue {Queue} could not be handed to the silo that reads it now")]
    public static partial void NotHandedOver(ILogger logger, int count, string queue, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Queue {Queue} is still on this silo, which stops")]
    public static partial void DoorStays(ILogger logger, string queue);

    [LoggerMessage(Level = LogLevel.Warning, Message = "What waits in queue {Queue} could not be handed to silo {Silo} and goes after the door")]
    public static partial void HandOverFailed(ILogger logger, string queue, SiloAddress silo, Exception exception);
}
