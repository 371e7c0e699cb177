using Microsoft.Extensions.Logging;

namespace RnnCluster.Silo.Storage.Embedded;

internal static partial class EmbeddedStoreLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "This silo hosts the store of '{Folder}' at 127.0.0.1:{Port}")]
    public static partial void Hosted(ILogger logger, string folder, int port);

    [LoggerMessage(Level = LogLevel.Information, Message = "This silo uses the store of '{Folder}', which another silo hosts at 127.0.0.1:{Port}")]
    public static partial void Joined(ILogger logger, string folder, int port);

    [LoggerMessage(Level = LogLevel.Information, Message = "The store of '{Folder}' has ended here; another silo of the folder hosts it, or the next one that starts")]
    public static partial void Stopped(ILogger logger, string folder);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The store of '{Folder}' could not write and takes nothing more; the disk has room, and it starts again")]
    public static partial void StartsAgain(ILogger logger, string folder);

    [LoggerMessage(Level = LogLevel.Error, Message = "No silo hosts the store of '{Folder}', and this one could not")]
    public static partial void NotTakenOver(ILogger logger, string folder, Exception exception);
}
