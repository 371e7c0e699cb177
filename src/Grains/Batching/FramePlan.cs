using RnnCluster.Abstractions.Frames;
using RnnCluster.Recurrent.Sampling;

namespace RnnCluster.Grains.Batching;

/// <summary>A frame that was checked: what the network will read, and what is asked of it.</summary>
internal sealed record FramePlan
{
    /// <summary>Inputs to read.</summary>
    public required int Steps { get; init; }

    /// <summary>The first inputs that give no output, such as the model's start token.</summary>
    public int SilentSteps { get; init; }

    /// <summary>Row indexes of the embedding tables, <c>[steps, tables]</c>; null for feature vectors.</summary>
    public int[]? Rows { get; init; }

    /// <summary>Feature vectors, <c>[steps, features]</c>; null for tokens.</summary>
    public float[][]? Features { get; init; }

    /// <summary>The tokens' texts, one a step; null for feature vectors.</summary>
    public IReadOnlyList<string>? Tokens { get; init; }

    /// <summary>What to generate after reading; null for nothing.</summary>
    public GenerationRequest? Generation { get; init; }

    /// <summary>How to sample; null without <see cref="Generation"/>.</summary>
    public SamplingOptions? Sampling { get; init; }

    /// <summary>Text that waits for more, once this frame is applied.</summary>
    public string PendingText { get; init; } = "";

    /// <summary>Whether the sequence ends here.</summary>
    public bool End { get; init; }

    /// <summary>Whether outputs carry the full vector of probabilities.</summary>
    public bool Scores { get; init; }

    /// <summary>One step's row indexes.</summary>
    public ReadOnlySpan<int> TokenRows(int step, int tables) => Rows.AsSpan(step * tables, tables);
}
