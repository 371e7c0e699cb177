using Microsoft.Extensions.Logging;

namespace RnnCluster.Grains.Checkpoints;

internal static partial class StoreHealthLog
{
    [LoggerMessage(Level = LogLevel.Error, Message = "The store fails; sessions go on and are stored when it is well again")]
    public static partial void Failing(ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Information, Message = "The store is well again after {Seconds:0.0} s and {Failures} failed operations")]
    public static partial void WellAgain(ILogger logger, double seconds, long failures);
}
