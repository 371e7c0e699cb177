namespace RnnCluster.Recurrent.Networks;

/// <summary>One way to go on, of those that a beam search follows. Immutable.</summary>
/// <param name="Tokens">The tokens so far, without start and end.</param>
/// <param name="LogProbability">Sum of the tokens' log-probabilities, natural, that of the end token included.</param>
/// <param name="Values">
/// <c>h</c>, <c>c</c> and <c>a</c> as in <see cref="RecurrentState.Values"/>, before the last token is read; empty for a finished one.
/// </param>
public sealed record Hypothesis(int[] Tokens, double LogProbability, float[] Values);
