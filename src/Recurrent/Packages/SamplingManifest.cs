using RnnCluster.Recurrent.Sampling;

namespace RnnCluster.Recurrent.Packages;

/// <summary>How a model generates when nothing else is asked for.</summary>
/// <param name="Start">The token that every text begins after.</param>
/// <param name="End">The token that ends a text.</param>
/// <param name="Temperature">See <see cref="SamplingOptions.Temperature"/>.</param>
/// <param name="TopK">See <see cref="SamplingOptions.TopK"/>.</param>
/// <param name="TopP">See <see cref="SamplingOptions.TopP"/>.</param>
/// <param name="MaxTokens">Tokens after which a text ends when nobody says otherwise, from 1 to <see cref="PackageLimits.MaxTokens"/>.</param>
public sealed record SamplingManifest(
    string Start, string End, float Temperature = 1, int TopK = 0, float TopP = 1, int MaxTokens = 1024)
{
    /// <summary>The defaults as options of a draw.</summary>
    public SamplingOptions ToOptions() => new() { Temperature = Temperature, TopK = TopK, TopP = TopP };
}
