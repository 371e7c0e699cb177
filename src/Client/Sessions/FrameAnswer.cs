using RnnCluster.Abstractions.Frames;

namespace RnnCluster.Client.Sessions;

/// <summary>The whole answer to a frame.</summary>
/// <param name="Sequence">The frame's sequence number.</param>
/// <param name="Parts">All parts, in order; the last one has the error, if there is one.</param>
public sealed record FrameAnswer(long Sequence, IReadOnlyList<OutputFrame> Parts)
{
    /// <summary>Why the frame was not applied; null when it was.</summary>
    public FrameError? Error => Parts[^1].Error;

    /// <summary>Whether the sequence ended with this frame.</summary>
    public bool EndOfSequence => Parts[^1].EndOfSequence;

    /// <summary>Highest sequence number whose frame need not be sent again; −1 for none.</summary>
    public long DurableThrough => Parts[^1].DurableThrough;

    /// <summary>The outputs of all steps.</summary>
    public IReadOnlyList<StepOutput> Outputs => [.. Parts.SelectMany(part => part.Outputs)];
}
