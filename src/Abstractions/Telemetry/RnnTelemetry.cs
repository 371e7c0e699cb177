using System.Diagnostics;

namespace RnnCluster.Abstractions.Telemetry;

/// <summary>What RnnCluster measures and traces: one meter in each silo and one activity source in each process, of one name.</summary>
public static class RnnTelemetry
{
    /// <summary>The name of the meter and of the activity source.</summary>
    public const string Name = "RnnCluster";

    /// <summary>A frame's way, seen from its sender: from the send to the last part of its answer.</summary>
    public const string SendSpan = "rnncluster.send";

    /// <summary>A frame in its session: from its arrival there to the last part of its answer, be that held back until the store has it or not.</summary>
    public const string FrameSpan = "rnncluster.frame";

    /// <summary>A frame in the step engine: from its hand-over to the end of its last step.</summary>
    public const string StepsSpan = "rnncluster.steps";

    /// <summary>The tag of a span that has the key of the session.</summary>
    public const string SessionTag = "rnncluster.session";

    /// <summary>The tag of a span that has the sequence number of the frame.</summary>
    public const string SequenceTag = "rnncluster.sequence";

    internal static ActivitySource Activities { get; } = new(Name);
}
