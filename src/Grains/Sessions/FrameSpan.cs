using System.Diagnostics;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Telemetry;

namespace RnnCluster.Grains.Sessions;

/// <summary>The part of a frame's trace that is the session's own.</summary>
internal static class FrameSpan
{
    /// <summary>Goes on with the trace of a frame's sender; null when that is none, or is not sampled here.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="session">Key of the session.</param>
    /// <param name="arrival">When it came; 0 for now.</param>
    /// <param name="time">The clock of <paramref name="arrival"/>.</param>
    public static Activity? Start(InputFrame frame, string session, long arrival, TimeProvider time)
    {
        if (!ActivityContext.TryParse(frame.TraceParent, traceState: null, isRemote: true, out var sender))
        {
            return null;
        }

        var start = arrival == 0 ? default : time.GetUtcNow() - time.GetElapsedTime(arrival);
        return Spans.Start(RnnTelemetry.FrameSpan, ActivityKind.Consumer, sender, start)?
            .SetTag(RnnTelemetry.SessionTag, session)
            .SetTag(RnnTelemetry.SequenceTag, frame.Sequence);
    }
}
