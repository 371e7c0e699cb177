using CsCheck;
using RnnCluster.Recurrent.Sampling;

namespace RnnCluster.Recurrent.Tests.Sampling;

public sealed class SamplerTests
{
    private static readonly Gen<float[]> Logits = Gen.OneOf(
        Gen.Float[-10, 10].Array[1, 70],
        Gen.Int[-2, 2].Select(value => (float)value).Array[1, 70],
        Gen.OneOf(0f, -0f, 1f, 1e30f, -1e30f, float.NegativeInfinity).Array[1, 20].Where(all => all.Any(float.IsFinite)));

    private static readonly Gen<SamplingOptions> Options = Gen.Select(
        Gen.OneOf(Gen.Const(0f), Gen.Const(float.Epsilon), Gen.Float[0.01f, 5]), Gen.Int[0, 80], Gen.Float[0.001f, 1f],
        (temperature, topK, topP) => new SamplingOptions { Temperature = temperature, TopK = topK, TopP = topP });

    private static readonly Gen<SamplerState> States = Gen.Select(
        Gen.ULong, Gen.ULong, (seed, position) => new SamplerState(seed, position));

    [Fact]
    public void Sample_ZeroTemperatureAndTies_TakesLowestOfTheGreatest()
    {
        var state = new SamplerState(1, 0);

        var sample = new Sampler(5).Sample([1, 3, -0f, 3, 0], new SamplingOptions { Temperature = 0 }, ref state);

        Assert.Equal(1, sample);
    }

    [Fact]
    public void Sample_AnyOptions_MovesPositionByOne()
    {
        Gen.Select(Logits, Options, States).Sample((logits, options, state) =>
        {
            var before = state;

            new Sampler(logits.Length).Sample(logits, options, ref state);

            Assert.Equal(before with { Position = unchecked(before.Position + 1) }, state);
        });
    }

    [Fact]
    public void Sample_SameState_SameClass()
    {
        Gen.Select(Logits, Options, States).Sample((logits, options, state) =>
        {
            var again = state;
            var used = new Sampler(logits.Length);
            used.Sample(logits, new SamplingOptions { TopK = 1 }, ref state);
            state = again;

            Assert.Equal(new Sampler(logits.Length).Sample(logits, options, ref again), used.Sample(logits, options, ref state));
        });
    }

    [Fact]
    public void Sample_TopKOne_IsArgMax()
    {
        Gen.Select(Logits, States).Sample((logits, state) =>
            Assert.Equal(ArgMax(logits), Draw(logits, new() { TopK = 1 }, state)));
    }

    [Fact]
    public void Sample_TinyTopP_IsArgMax()
    {
        Gen.Select(Logits, States).Sample((logits, state) =>
            Assert.Equal(ArgMax(logits), Draw(logits, new() { TopP = float.Epsilon }, state)));
    }

    [Fact]
    public void Sample_ZeroTemperature_IsArgMax()
    {
        Gen.Select(Logits, States).Sample((logits, state) =>
            Assert.Equal(ArgMax(logits), Draw(logits, new() { Temperature = 0 }, state)));
    }

    [Fact]
    public void Sample_AnyOptions_LiesInTheAllowedSet()
    {
        Gen.Select(Logits, Options, States).Sample((logits, options, state) =>
            Assert.Contains(Draw(logits, options, state), Allowed(logits, options)));
    }

    [Fact]
    public void Sample_CutThatKeepsAll_AgreesWithTheDistribution()
    {
        float[] logits = [0.3f, -1.2f, 2.1f, 0.3f, -4f];

        Assert.InRange(ChiSquare(logits, new() { TopK = 5 }, Softmax(logits, 1)), 0, 18.47);
    }

    // 18.47 and 13.82 are the 0.999 quantiles of chi-square with 4 and 2 degrees of freedom; the seed is fixed.
    [Theory]
    [InlineData(1)]
    [InlineData(0.7f)]
    [InlineData(3)]
    public void Sample_ManyDraws_AgreeWithTheDistribution(float temperature)
    {
        float[] logits = [0.3f, -1.2f, 2.1f, 0.3f, -1f];

        Assert.InRange(ChiSquare(logits, new() { Temperature = temperature }, Softmax(logits, temperature)), 0, 18.47);
    }

    [Fact]
    public void Sample_TopK_AgreesWithTheRenormalisedDistribution()
    {
        float[] logits = [0.3f, -1.2f, 2.1f, 0.3f, 1f];
        var expected = Softmax([0.3f, float.NegativeInfinity, 2.1f, float.NegativeInfinity, 1f], 1);

        Assert.InRange(ChiSquare(logits, new() { TopK = 3 }, expected), 0, 13.82);
    }

    [Fact]
    public void Sample_TopP_KeepsTheSmallestSetThatReachesIt()
    {
        float[] logits = [MathF.Log(0.1f), MathF.Log(0.5f), MathF.Log(0.25f), MathF.Log(0.15f)];

        Assert.InRange(ChiSquare(logits, new() { TopP = 0.7f }, [0, 2 / 3.0, 1 / 3.0, 0]), 0, 10.83);
    }

    [Fact]
    public void Sample_ManyDraws_AllocatesNothing()
    {
        float[] logits = [.. Enumerable.Range(0, 1000).Select(i => MathF.Sin(i))];
        SamplingOptions[] all = [new(), new() { Temperature = 0 }, new() { TopK = 40, TopP = 0.9f, Temperature = 0.8f }];
        var sampler = new Sampler(logits.Length);
        var state = new SamplerState(1, 0);
        SampleAll();

        var before = GC.GetAllocatedBytesForCurrentThread();
        SampleAll();

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void SampleAll()
        {
            for (var i = 0; i < 30; i++)
            {
                sampler.Sample(logits, all[i % all.Length], ref state);
            }
        }
    }

    // The expected classes come from an independent implementation in Python.
    [Fact]
    public void Sample_KnownSeed_DrawsTheSameClassesForEver()
    {
        float[] logits = [.. Enumerable.Range(0, 100).Select(i => (i * 37 % 100) / 25f)];
        var sampler = new Sampler(logits.Length);
        var state = new SamplerState(20_240_601, 0);

        var options = new SamplingOptions { TopP = 0.95f };
        int[] drawn = [.. Enumerable.Range(0, 12).Select(_ => sampler.Sample(logits, options, ref state))];

        Assert.Equal([27, 89, 50, 56, 91, 32, 61, 42, 43, 16, 64, 94], drawn);
    }

    [Theory]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.PositiveInfinity, "Infinity")]
    public void Sample_LogitNotFinite_Throws(float logit, string found)
    {
        var state = new SamplerState(1, 5);

        var exception = Assert.Throws<ArgumentException>(
            () => new Sampler(3).Sample([1, logit, 2], new SamplingOptions(), ref state));

        Assert.StartsWith($"The greatest logit is {found}; it must be finite.", exception.Message, StringComparison.Ordinal);
        Assert.Equal(5UL, state.Position);
    }

    [Fact]
    public void Sample_WrongNumberOfLogits_Throws()
    {
        var state = new SamplerState(1, 5);

        var exception = Assert.Throws<ArgumentException>(() => new Sampler(3).Sample([1, 2], new SamplingOptions(), ref state));

        Assert.StartsWith("There are 2 logits; there must be 3.", exception.Message, StringComparison.Ordinal);
    }

    private static int Draw(float[] logits, SamplingOptions options, SamplerState state) =>
        new Sampler(logits.Length).Sample(logits, options, ref state);

    private static int ArgMax(float[] logits) => Array.IndexOf(logits, logits.Max());

    // The definition, computed the slow way.
    private static int[] Allowed(float[] logits, SamplingOptions options)
    {
        if (options.Temperature == 0)
        {
            return [ArgMax(logits)];
        }

        int[] ranked = [.. Enumerable.Range(0, logits.Length).OrderByDescending(i => logits[i]).ThenBy(i => i)];
        var top = options.TopK == 0 ? ranked : ranked[..Math.Min(options.TopK, ranked.Length)];
        double[] weights = [.. top.Select(i => Math.Exp(((double)logits[i] - logits.Max()) / options.Temperature))];
        var kept = 1;
        while (kept < top.Length && weights[..kept].Sum() < options.TopP * weights.Sum())
        {
            kept++;
        }

        return [.. top[..kept].Where((_, rank) => weights[rank] > 0)];
    }

    private static double[] Softmax(float[] logits, float temperature)
    {
        double[] weights = [.. logits.Select(logit => Math.Exp(logit / temperature))];
        return [.. weights.Select(weight => weight / weights.Sum())];
    }

    private static double ChiSquare(float[] logits, SamplingOptions options, double[] expected)
    {
        const int draws = 100_000;
        var counts = new int[logits.Length];
        var sampler = new Sampler(logits.Length);
        var state = new SamplerState(1, 0);
        for (var i = 0; i < draws; i++)
        {
            counts[sampler.Sample(logits, options, ref state)]++;
        }

        return counts.Zip(expected, (count, probability) => probability == 0
            ? count == 0 ? 0 : double.PositiveInfinity
            : Math.Pow(count - (draws * probability), 2) / (draws * probability)).Sum();
    }
}
