using Microsoft.Extensions.Logging;

namespace RnnCluster.Grains.Batching;

internal static partial class StepEngineLog
{
    [LoggerMessage(Level = LogLevel.Error, Message = "A step job failed; its session is answered with an error")]
    private static partial void JobFailed(ILogger logger, Exception exception);

    /// <summary>Tells that a job failed. A logger that fails as well must not end the thread that steps for all sessions.</summary>
    public static void TryJobFailed(ILogger logger, Exception exception)
    {
        try
        {
            JobFailed(logger, exception);
        }
        catch (Exception)
        {
            // Its session is told; there is nobody else to tell.
        }
    }
}
