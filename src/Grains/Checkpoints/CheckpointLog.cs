using Microsoft.Extensions.Logging;

namespace RnnCluster.Grains.Checkpoints;

internal static partial class CheckpointLog
{
    [LoggerMessage(Level = LogLevel.Error, Message = "The damaged record of session {Session} could not be copied; it stays where it is")]
    public static partial void NotKeptAside(ILogger logger, GrainId session, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "The record of session {Session} is damaged and kept aside: {Reason}")]
    public static partial void Damaged(ILogger logger, string session, string reason);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Session {Session} could not be stored through frame {LastSequence}; it goes on and is stored later")]
    public static partial void Postponed(ILogger logger, string session, long lastSequence, Exception exception);

    [LoggerMessage(Level = LogLevel.Information, Message = "Session {Session} goes on elsewhere, from frame {NextSequence}: this activation of it ends")]
    public static partial void Superseded(ILogger logger, string session, long nextSequence);
}
