using System.Diagnostics;

namespace RnnCluster.Abstractions.Telemetry;

/// <summary>Starts and ends the activities of frames, which begin on one thread and end on another.</summary>
/// <remarks><see cref="Activity.Current"/> of the threads stays what it is: a frame is not what its thread does next.</remarks>
internal static class Spans
{
    /// <summary>Starts an activity; null when nobody listens, or it is not sampled.</summary>
    /// <param name="name">What it is.</param>
    /// <param name="kind">Its place among others.</param>
    /// <param name="parent">What it is part of; default for what the thread does now, or nothing.</param>
    /// <param name="start">When it began; default for now.</param>
    public static Activity? Start(string name, ActivityKind kind, ActivityContext parent = default, DateTimeOffset start = default)
    {
        if (!RnnTelemetry.Activities.HasListeners())
        {
            return null;
        }

        var current = Activity.Current;
        try
        {
            return RnnTelemetry.Activities.StartActivity(name, kind, parent, startTime: start);
        }
        finally
        {
            Activity.Current = current;
        }
    }

    /// <summary>Ends an activity, well or with what went wrong. A listener that fails is its own affair.</summary>
    public static void End(Activity span, Exception? failure = null)
    {
        var current = Activity.Current;
        try
        {
            if (failure is not null)
            {
                span.SetStatus(ActivityStatusCode.Error, failure.Message);
            }

            span.Stop();
        }
        catch (Exception)
        {
            // Frames are not to fail for it.
        }
        finally
        {
            Activity.Current = current;
        }
    }
}
