using RnnCluster.Recurrent.Networks;

namespace RnnCluster.Grains.Sessions;

/// <summary>A hypothesis of a beam search as it is stored.</summary>
[GenerateSerializer, Immutable, Alias("rnn.HypothesisRecord")]
internal sealed record HypothesisRecord(
    [property: Id(0)] int[] Tokens,
    [property: Id(1)] double LogProbability,
    [property: Id(2)] float[] Values)
{
    public static HypothesisRecord Of(Hypothesis hypothesis) => new(hypothesis.Tokens, hypothesis.LogProbability, hypothesis.Values);

    public Hypothesis Restore() => new(Tokens, LogProbability, Values);
}
