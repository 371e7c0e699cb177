namespace RnnCluster.Recurrent.Networks;

/// <summary>A beam search between two steps. Immutable: copies of a state share it.</summary>
/// <param name="Width">Most hypotheses that go on, and as many that finish.</param>
/// <param name="Live">Hypotheses that go on, best first.</param>
/// <param name="Finished">Hypotheses that reached the end token, in the order in which they did.</param>
/// <param name="GivenOut">Number of tokens that were given out already: all hypotheses begin with them.</param>
public sealed record BeamState(
    int Width, IReadOnlyList<Hypothesis> Live, IReadOnlyList<Hypothesis> Finished, int GivenOut);
