using RnnCluster.Abstractions.Frames;
using RnnCluster.Recurrent.Networks;
using RnnCluster.Recurrent.Sampling;

namespace RnnCluster.Grains.Batching;

/// <summary>A frame that was checked: what the network will read, and what is asked of it.</summary>
internal sealed record FramePlan
{
    /// <summary>What the frame brings to read.</summary>
    public SequenceInputs Inputs { get; init; } = SequenceInputs.None;

    /// <summary>The first inputs that give no output, such as the model's start token.</summary>
    public int SilentInputs { get; init; }

    /// <summary>What to generate after reading; null for nothing.</summary>
    public GenerationRequest? Generation { get; init; }

    /// <summary>How to sample; null without <see cref="Generation"/>.</summary>
    public SamplingOptions? Sampling { get; init; }

    /// <summary>Hypotheses of a beam search; 1 samples.</summary>
    public int Beams { get; init; } = 1;

    /// <summary>Text that waits for more, once this frame is applied.</summary>
    public string PendingText { get; init; } = "";

    /// <summary>Whether the sequence ends here.</summary>
    public bool End { get; init; }

    /// <summary>Whether outputs carry the full vector of probabilities.</summary>
    public bool Scores { get; init; }
}
