using RnnCluster.Recurrent.Sampling;

namespace RnnCluster.Recurrent.Packages;

/// <summary>How a model generates when nothing else is asked for.</summary>
public sealed record SamplingManifest
{
    /// <summary>The token that every text begins after; given exactly when the model reads tokens, as is the next.</summary>
    public string? Start { get; init; }

    /// <summary>The token that ends a text.</summary>
    public string? End { get; init; }

    /// <summary>See <see cref="SamplingOptions.Temperature"/>. Default 1.</summary>
    public float Temperature { get; init; } = 1;

    /// <summary>See <see cref="SamplingOptions.TopK"/>. Default 0.</summary>
    public int TopK { get; init; }

    /// <summary>See <see cref="SamplingOptions.TopP"/>. Default 1.</summary>
    public float TopP { get; init; } = 1;

    /// <summary>
    /// Steps after which a sequence ends when nobody says otherwise, from 1 to <see cref="PackageLimits.MaxTokens"/>. Default 1,024.
    /// </summary>
    public int MaxTokens { get; init; } = 1024;

    /// <summary>Hypotheses that a beam search follows, from 1, which samples, to <see cref="PackageLimits.Beams"/>. Default 1.</summary>
    public int Beams { get; init; } = 1;

    /// <summary>
    /// Power of its length that divides the log-probability of a finished hypothesis, from 0 to 10: more favours longer ones. Default 1.
    /// </summary>
    public float LengthPenalty { get; init; } = 1;

    /// <summary>The defaults as options of a draw.</summary>
    public SamplingOptions ToOptions() => new() { Temperature = Temperature, TopK = TopK, TopP = TopP };
}
