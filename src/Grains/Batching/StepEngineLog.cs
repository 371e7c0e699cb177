using Microsoft.Extensions.Logging;

namespace RnnCluster.Grains.Batching;

internal static partial class StepEngineLog
{
    [LoggerMessage(Level = LogLevel.Error, Message = "A step job failed; its session is answered with an error")]
    public static partial void JobFailed(ILogger logger, Exception exception);
}
