using System.Diagnostics;
using RnnCluster.Abstractions.Telemetry;

namespace RnnCluster.Client.Sessions;

/// <summary>The part of a frame's trace that is its sender's: what the frame does in the cluster is part of it.</summary>
internal static class SendSpan
{
    /// <summary>Starts it, as part of what the caller does; null when nobody listens, or it is not sampled.</summary>
    public static Activity? Start(string session) =>
        Spans.Start(RnnTelemetry.SendSpan, ActivityKind.Producer)?.SetTag(RnnTelemetry.SessionTag, session);

    /// <summary>The frame is answered, or will not be.</summary>
    public static void End(Activity span, long sequence, Exception? failure)
    {
        span.SetTag(RnnTelemetry.SequenceTag, sequence);
        Spans.End(span, failure);
    }
}
