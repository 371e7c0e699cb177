namespace RnnCluster.Recurrent.Tracing;

/// <summary>One step: an input, what every layer makes of it, and the output so far.</summary>
public sealed record StepTrace
{
    /// <summary>Number of the step, from 1.</summary>
    public required int T { get; init; }

    /// <summary>The token that is read; null for feature vectors.</summary>
    public required string? Token { get; init; }

    /// <summary><c>x_t</c>, <c>[input]</c>: the token's embeddings, concatenated, or the feature vector.</summary>
    public required float[] Input { get; init; }

    /// <summary>The layers, from the bottom up.</summary>
    public required IReadOnlyList<LayerTrace> Layers { get; init; }

    /// <summary><c>O_t·W_y + b_y</c> of the top layer's <c>O_t</c>, <c>[output]</c>.</summary>
    public required float[] Logits { get; init; }

    /// <summary>The logits after the head's activation, <c>[output]</c>.</summary>
    public required float[] Scores { get; init; }

    /// <summary>
    /// What the scores decide: the likeliest class (softmax), every class with a score above one half (sigmoid), nothing (none).
    /// </summary>
    public required IReadOnlyList<string> Labels { get; init; }
}
