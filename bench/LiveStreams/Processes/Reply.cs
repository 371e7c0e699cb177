using RnnCluster.LiveStreams.Load;

namespace RnnCluster.LiveStreams.Processes;

/// <summary>A child's answer; nothing in it says that it was done.</summary>
internal sealed record Reply
{
    /// <summary>Why it could not be done; null when it was.</summary>
    public string? Fault { get; init; }

    /// <summary>What was measured.</summary>
    public Sample? Sample { get; init; }

    /// <summary>Frames that were never answered.</summary>
    public long Lost { get; init; }

    /// <summary>What the traced tokens were answered with.</summary>
    public TracedStep[]? Steps { get; init; }
}
