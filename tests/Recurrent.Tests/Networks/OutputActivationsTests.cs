using RnnCluster.Recurrent.Kernels;
using RnnCluster.Recurrent.Networks;
using RnnCluster.Recurrent.Tests.Kernels;

namespace RnnCluster.Recurrent.Tests.Networks;

public sealed class OutputActivationsTests
{
    public static TheoryData<int> Sizes { get; } = [1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 64, 65, 1000];

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Apply_Softmax_IsADistributionInTheOrderOfTheLogits(int size)
    {
        var logits = Numbers.Uniform(new Random(size), size, 8);

        var scores = Scores(OutputActivation.Softmax, logits);

        Assert.InRange(scores.Sum(score => (double)score), 1 - 1e-6, 1 + 1e-6);
        Assert.All(scores, score => Assert.InRange(score, 0, 1));
        Assert.Equal(Array.IndexOf(logits, logits.Max()), Array.IndexOf(scores, scores.Max()));
        var exact = logits.Select(logit => Math.Exp(logit)).ToArray();
        Numbers.AssertNear([.. exact.Select(exponential => (float)(exponential / exact.Sum()))], scores, 1e-6f);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Apply_Softmax_AddsFromTheFirstToTheLast(int size)
    {
        var logits = Numbers.Uniform(new Random(size), size, 8);
        var max = logits.Max();
        var expected = Array.ConvertAll(logits, logit => ExponentialMath.Exponential(logit - max));
        var sum = 0d;
        for (var i = 0; i < size; i++)
        {
            sum += expected[i];
        }

        for (var i = 0; i < size; i++)
        {
            expected[i] /= (float)sum;
        }

        Numbers.AssertSameBits(expected, Scores(OutputActivation.Softmax, logits));
    }

    [Theory]
    [InlineData(1e4f)]
    [InlineData(-1e4f)]
    [InlineData(1e38f)]
    [InlineData(-1e38f)]
    public void Apply_SoftmaxOfHugeLogits_IsADistribution(float huge)
    {
        Numbers.AssertNear([0.5f, 0.5f], Scores(OutputActivation.Softmax, [huge, huge]), 1e-6f);
        Numbers.AssertNear(
            huge > 0 ? [0, 1, 0, 0, 0] : [0.25f, 0, 0.25f, 0.25f, 0.25f],
            Scores(OutputActivation.Softmax, [0, huge, 0, 0, 0]),
            1e-6f);
        Numbers.AssertNear(
            huge > 0 ? [1, 0, 0] : [0, 1, 0], Scores(OutputActivation.Softmax, [huge, -huge, 0]), 1e-6f);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Apply_Sigmoid_IsTheLogisticFunctionOfEachLogit(int size)
    {
        var logits = Numbers.Uniform(new Random(size), size, 12);
        logits[0] = 1e4f;
        logits[^1] = -1e4f;

        Numbers.AssertNear(
            [.. logits.Select(logit => (float)(1 / (1 + Math.Exp(-(double)logit))))],
            Scores(OutputActivation.Sigmoid, logits),
            1e-6f);
    }

    [Fact]
    public void Apply_None_GivesTheLogits()
    {
        float[] logits = [3, -1e30f, 0, -0f, 1e-42f];

        Numbers.AssertSameBits(logits, Scores(OutputActivation.None, logits));
    }

    private static float[] Scores(OutputActivation activation, float[] logits)
    {
        var scores = new float[logits.Length];
        OutputActivations.Apply(activation, logits, scores);
        return scores;
    }
}
