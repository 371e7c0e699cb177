namespace RnnCluster.Recurrent.Tracing;

/// <summary>Where a decoder looked while it wrote a given text.</summary>
/// <param name="Source">The tokens that were read, with the end token if the model has one.</param>
/// <param name="Target">The tokens that were written.</param>
/// <param name="Likeliest">The likeliest token at each place of the target, and behind it: what greedy decoding would have written.</param>
/// <param name="Weights"><c>α_t</c> for each token of the target, and one more for what comes behind them, <c>[target + 1, source]</c>; a row sums to 1.</param>
public sealed record AttentionTrace(IReadOnlyList<string> Source, IReadOnlyList<string> Target, IReadOnlyList<string> Likeliest, IReadOnlyList<float[]> Weights);
