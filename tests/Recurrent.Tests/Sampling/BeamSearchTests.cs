using CsCheck;
using RnnCluster.Recurrent.Networks;
using RnnCluster.Recurrent.Sampling;

namespace RnnCluster.Recurrent.Tests.Sampling;

public sealed class BeamSearchTests
{
    private const int End = 0;

    [Fact]
    public void Expand_TwoStepsOfWidthTwo_AreThoseWorkedOutByHand()
    {
        var search = new BeamSearch(End, lengthPenalty: 1);

        // .6 and .3 go on; the end's .1 behind them is not looked at any more.
        var first = Expand(search, Start(2), [[0.1, 0.6, 0.3]]);
        Assert.Equal(["1 0.6000", "2 0.3000"], Show(first.Live));
        Assert.Empty(first.Finished);
        Assert.False(BeamSearch.IsOver(first));

        // .30 and .27 end, then come .18 and .12; .015 is fifth.
        var second = Expand(search, first, [[0.5, 0.3, 0.2], [0.9, 0.05, 0.05]]);
        Assert.Equal(["1 1 0.1800", "1 2 0.1200"], Show(second.Live));
        Assert.Equal(["1 0.3000", "2 0.2700"], Show(second.Finished));
        Assert.True(BeamSearch.IsOver(second));

        // ln .30 / 2 = −0.60; ln .27 / 2 = −0.65; those that live do not count any more.
        Assert.Equal([1], search.Best(second).Tokens);
        Assert.Equal(Math.Log(0.3) / 2, search.Score(second.Finished[0], ends: 1), 1e-6);
    }

    [Fact]
    public void Expand_EndBehindTwiceTheWidth_IsNotLookedAt()
    {
        var beams = Expand(new BeamSearch(End, lengthPenalty: 1), Start(1), [[0.1, 0.3, 0.4, 0.2]]);

        Assert.Equal(["2 0.4000"], Show(beams.Live));
        Assert.Empty(beams.Finished);
    }

    [Fact]
    public void Expand_EqualProbabilities_TakesEarlierHypothesesThenLowerTokens()
    {
        var search = new BeamSearch(endToken: 0, lengthPenalty: 0);
        double[] flat = [0.25, 0.25, 0.25, 0.25];

        var first = Expand(search, Start(2), [flat]);
        Assert.Equal(["1 0.2500", "2 0.2500"], Show(first.Live));
        Assert.Equal([" 0.2500"], Show(first.Finished));

        var second = Expand(search, first, [flat, flat]);
        Assert.Equal(["1 1 0.0625", "1 2 0.0625"], Show(second.Live));
        Assert.Equal([" 0.2500", "1 0.0625"], Show(second.Finished));
    }

    [Fact]
    public void Best_EqualScores_TakesTheFirstAndFinishedOnesFirst()
    {
        var search = new BeamSearch(End, lengthPenalty: 0);
        Hypothesis live = new([4], -1, []), early = new([1, 2], -1, []), late = new([3], -1, []);

        Assert.Same(early, search.Best(new BeamState(3, [live], [early, late], 0)));
        Assert.Same(live, search.Best(new BeamState(3, [live], [], 0)));
        Assert.Same(early, search.Best(new BeamState(3, [live with { LogProbability = -1.5 }], [early], 0)));
        Assert.Same(early, search.Best(new BeamState(1, [live with { LogProbability = 0 }], [early], 0)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2.5)]
    public void Expand_BeamOfAllContinuations_FindsTheBestOfAllSequences(double lengthPenalty)
    {
        const int vocabulary = 4, length = 4, width = 256;
        foreach (var seed in Enumerable.Range(0, 20))
        {
            var logits = Network(seed, vocabulary);

            var (found, score) = Search(logits, vocabulary, width, length, lengthPenalty);

            var best = new BeamReference(End, lengthPenalty, logits).SearchAll(length);
            Assert.Equal(best.Tokens, found);
            Assert.Equal(best.Score, score, 1e-5);
        }
    }

    [Fact]
    public void Expand_AnyWidth_FollowsTheDefinition()
    {
        Gen.Select(Gen.Int[1, 9], Gen.Int[1, 12], Gen.Int[2, 30], Gen.Double[0, 2], Gen.Int).Sample((width, length, vocabulary, penalty, seed) =>
        {
            var logits = Network(seed, vocabulary);

            var (found, score) = Search(logits, vocabulary, width, length, penalty);

            var expected = new BeamReference(End, penalty, logits).Search(width, length);
            Assert.Equal(expected.Tokens, found);
            Assert.Equal(expected.Score, score, 1e-5);
        }, seed: "0000KqfAKhq1", iter: 300, threads: 1);
    }

    [Fact]
    public void Expand_SeveralChildrenOfOne_AskForItsStateOnce()
    {
        var asked = new List<int>();

        new BeamSearch(End, 1).Expand(
            Start(3), _ => new float[] { -9, 1, 2, 3 }, parent => { asked.Add(parent); return [7]; }, new float[4]);

        Assert.Equal([0], asked);
    }

    [Theory]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.PositiveInfinity, "Infinity")]
    public void Expand_LogitNotFinite_Throws(float logit, string found)
    {
        var exception = Assert.Throws<ArgumentException>(
            () => new BeamSearch(End, 1).Expand(Start(1), _ => new[] { 1, logit }, _ => [], new float[2]));

        Assert.StartsWith($"The greatest logit is {found}; it must be finite.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CommonPrefix_OfAllHypotheses_IsWhatNoLaterStepChanges()
    {
        Hypothesis[] live = [new([1, 2, 3], 0, []), new([1, 2, 4], 0, [])];

        Assert.Equal([1, 2], BeamSearch.CommonPrefix(new BeamState(2, live, [], 0)).ToArray());
        Assert.Equal([1], BeamSearch.CommonPrefix(new BeamState(2, live, [new([1], 0, [])], 0)).ToArray());
        Assert.Equal([], BeamSearch.CommonPrefix(new BeamState(2, live, [new([], 0, [])], 0)).ToArray());
        Assert.Equal([1, 2, 3], BeamSearch.CommonPrefix(new BeamState(2, live[..1], [], 0)).ToArray());
        Assert.Equal([5], BeamSearch.CommonPrefix(new BeamState(1, [], [new([5], 0, [])], 0)).ToArray());
    }

    private static BeamState Start(int width) => new(width, [new Hypothesis([], 0, [])], [], GivenOut: 0);

    private static BeamState Expand(BeamSearch search, BeamState beams, double[][] probabilities) => search.Expand(
        beams,
        parent => probabilities[parent].Select(probability => (float)Math.Log(probability)).ToArray(),
        _ => [],
        new float[probabilities[0].Length]);

    private static (int[] Tokens, double Score) Search(
        Func<int[], float[]> logits, int vocabulary, int width, int length, double lengthPenalty)
    {
        var search = new BeamSearch(End, lengthPenalty);
        var beams = Start(width);
        for (var step = 0; step < length && !BeamSearch.IsOver(beams); step++)
        {
            var live = beams.Live;
            beams = search.Expand(beams, parent => logits(live[parent].Tokens), _ => [], new float[vocabulary]);
        }

        var best = search.Best(beams);
        return (best.Tokens, search.Score(best, beams.Finished.Contains(best) ? 1 : 0));
    }

    /// <summary>Logits that depend on the whole prefix and on nothing else.</summary>
    private static Func<int[], float[]> Network(int seed, int vocabulary) => prefix =>
    {
        var random = new Random(prefix.Aggregate(seed, (hash, token) => unchecked(hash * 31 + token + 1)));
        return [.. Enumerable.Range(0, vocabulary).Select(_ => 6 * random.NextSingle() - 3)];
    };

    private static string[] Show(IEnumerable<Hypothesis> hypotheses) =>
    [
        .. hypotheses.Select(one =>
            FormattableString.Invariant($"{string.Join(' ', one.Tokens)} {Math.Exp(one.LogProbability):F4}")),
    ];
}
