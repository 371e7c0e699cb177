namespace RnnCluster.Abstractions.Frames;

/// <summary>What one step gives out.</summary>
[GenerateSerializer, Immutable, Alias("rnn.StepOutput")]
public readonly record struct StepOutput
{
    /// <summary>The token that was read, or that was generated; null for feature vectors.</summary>
    [Id(0)]
    public string? Token { get; init; }

    /// <summary>The likeliest class of a softmax head: its label, or the vocabulary's token when the head predicts tokens.</summary>
    [Id(1)]
    public string? Label { get; init; }

    /// <summary>Probability of <see cref="Label"/>.</summary>
    [Id(2)]
    public float? Score { get; init; }

    /// <summary>All outputs of the head after its activation; null unless the frame asked for scores or there is no label.</summary>
    [Id(3)]
    public float[]? Probabilities { get; init; }

    /// <summary>The vector that was generated; null for tokens.</summary>
    [Id(4)]
    public float[]? Features { get; init; }
}
