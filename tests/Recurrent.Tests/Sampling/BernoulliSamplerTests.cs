using RnnCluster.Recurrent.Sampling;

namespace RnnCluster.Recurrent.Tests.Sampling;

public sealed class BernoulliSamplerTests
{
    private static readonly float[] Logits = [0.3f, -1.2f, 2.1f, 0, -6, 6];

    [Theory]
    [InlineData(1)]
    [InlineData(0.7f)]
    [InlineData(3)]
    public void Sample_ManyDraws_HaveTheFrequenciesOfTheSigmoid(float temperature)
    {
        const int draws = 50_000;
        var state = new SamplerState(1, 0);
        var ones = new double[Logits.Length];
        for (var draw = 0; draw < draws; draw++)
        {
            var vector = BernoulliSampler.Sample(Logits, temperature, ref state);
            for (var i = 0; i < ones.Length; i++)
            {
                ones[i] += vector[i];
            }
        }

        for (var i = 0; i < ones.Length; i++)
        {
            var probability = 1 / (1 + Math.Exp(-Logits[i] / temperature));
            var deviation = Math.Sqrt(probability * (1 - probability) / draws);
            Assert.InRange(ones[i] / draws, probability - 4 * deviation, probability + 4 * deviation);
        }
    }

    [Fact]
    public void Sample_ElementsOfOneDraw_AreIndependent()
    {
        const int draws = 50_000;
        var state = new SamplerState(2, 0);
        var both = 0;
        for (var draw = 0; draw < draws; draw++)
        {
            var vector = BernoulliSampler.Sample([0, 0], 1, ref state);
            both += vector is [1, 1] ? 1 : 0;
        }

        Assert.InRange(both / (double)draws, 0.242, 0.258);
    }

    [Fact]
    public void Sample_ZeroTemperature_TakesWhatIsLikelier()
    {
        var state = new SamplerState(3, 10);

        var vector = BernoulliSampler.Sample([0.001f, -0.001f, 0, 50, -50], 0, ref state);

        Assert.Equal([1, 0, 0, 1, 0], vector);
        Assert.Equal(new SamplerState(3, 15), state);
    }

    [Fact]
    public void Sample_SameSeed_SameVectorsAndAPositionForEachElement()
    {
        SamplerState first = new(7, 5), second = new(7, 5), other = new(8, 5);
        var logits = new float[200];

        var drawn = BernoulliSampler.Sample(logits, 1, ref first);

        Assert.Equal(drawn, BernoulliSampler.Sample(logits, 1, ref second));
        Assert.NotEqual(drawn, BernoulliSampler.Sample(logits, 1, ref other));
        Assert.NotEqual(drawn, BernoulliSampler.Sample(logits, 1, ref second));
        Assert.Equal(new SamplerState(7, 205), first);
    }

    [Fact]
    public void Sample_LogitThatIsNoNumber_ThrowsAndStaysWhereItIs()
    {
        var state = new SamplerState(1, 5);

        var exception = Assert.Throws<ArgumentException>(() => BernoulliSampler.Sample([0, float.NaN], 1, ref state));

        Assert.StartsWith("Logit 1 is NaN; it must be a number.", exception.Message, StringComparison.Ordinal);
        Assert.Equal(new SamplerState(1, 5), state);
    }

    [Fact]
    public void Sample_CutInTwo_GivesTheElementsOfTheWhole()
    {
        SamplerState whole = new(9, ulong.MaxValue - 3), cut = whole;

        var expected = BernoulliSampler.Sample(Logits, 1, ref whole);
        var front = BernoulliSampler.Sample(Logits.AsSpan(0, 2), 1, ref cut);
        var back = BernoulliSampler.Sample(Logits.AsSpan(2), 1, ref cut);

        Assert.Equal(expected, front.Concat(back));
        Assert.Equal(whole, cut);
    }
}
