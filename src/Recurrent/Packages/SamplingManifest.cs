using RnnCluster.Recurrent.Sampling;

namespace RnnCluster.Recurrent.Packages;

/// <summary>How a model generates when nothing else is asked for.</summary>
/// <param name="Start">The token that every text begins after; given exactly when the model reads tokens, as is the next.</param>
/// <param name="End">The token that ends a text.</param>
/// <param name="Temperature">See <see cref="SamplingOptions.Temperature"/>.</param>
/// <param name="TopK">See <see cref="SamplingOptions.TopK"/>.</param>
/// <param name="TopP">See <see cref="SamplingOptions.TopP"/>.</param>
/// <param name="MaxTokens">Steps after which a sequence ends when nobody says otherwise, from 1 to <see cref="PackageLimits.MaxTokens"/>.</param>
/// <param name="Beams">Hypotheses of a beam search, from 1, which samples, to <see cref="PackageLimits.Beams"/>.</param>
/// <param name="LengthPenalty">
/// Power of its length that divides the log-probability of a finished hypothesis, from 0 to 10: more favours longer ones.
/// </param>
public sealed record SamplingManifest(
    string? Start = null,
    string? End = null,
    float Temperature = 1,
    int TopK = 0,
    float TopP = 1,
    int MaxTokens = 1024,
    int Beams = 1,
    float LengthPenalty = 1)
{
    /// <summary>The defaults as options of a draw.</summary>
    public SamplingOptions ToOptions() => new() { Temperature = Temperature, TopK = TopK, TopP = TopP };
}
