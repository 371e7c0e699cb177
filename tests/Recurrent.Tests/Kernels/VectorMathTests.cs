using CsCheck;
using RnnCluster.Recurrent.Kernels;
using RnnCluster.Recurrent.Tests.Networks;

namespace RnnCluster.Recurrent.Tests.Kernels;

/// <summary>The gates' functions on every path: against the scalar ones to the bit, and against double precision.</summary>
public sealed class VectorMathTests
{
    private const double SigmoidErrorUlps = 3;
    private const double PositiveSigmoidErrorUlps = 2;
    private const double TanhErrorUlps = 2.7;
    private const double ProductErrorUlps = 4.8;

    // A million floats of each sign.
    private const int Stride = 1009;

    // Where a product is smaller, its divisor is beyond the largest float.
    private const double SmallestProduct = 2e-30;

    public static TheoryData<int> VectorBits { get; } = [.. StepKernels.Available().Select(kernel => kernel.VectorBits)];

    [Theory]
    [MemberData(nameof(VectorBits))]
    public void Functions_SpecialValues_HaveTheBitsOfTheScalarOnes(int vectorBits)
    {
        var functions = VectorFunctions.OfWidth(vectorBits);
        var values = FloatSweep.Special;

        AssertHaveTheBitsOfTheScalarOnes(functions, values);
        foreach (var other in values)
        {
            float[] same = [.. values.Select(_ => other)];
            Numbers.AssertSameBits(
                [.. values.Select(value => ExponentialMath.SigmoidTanh(value, other))], functions.SigmoidTanh(values, same));
        }
    }

    [Theory]
    [MemberData(nameof(VectorBits))]
    public void Functions_EveryMagnitude_HaveTheBitsOfTheScalarOnes(int vectorBits)
    {
        foreach (var values in FloatSweep.Chunks(0, float.PositiveInfinity, 10007))
        {
            AssertHaveTheBitsOfTheScalarOnes(VectorFunctions.OfWidth(vectorBits), values);
        }
    }

    [Theory]
    [MemberData(nameof(VectorBits))]
    public void Functions_AnyValues_HaveTheBitsOfTheScalarOnes(int vectorBits) =>
        Gen.Select(Gen.Float[-90, 90], Gen.Float[-12, 12]).Array[1, 40].SampleSeeded(200, pairs =>
        {
            float[] x = [.. pairs.Select(pair => pair.Item1)], y = [.. pairs.Select(pair => pair.Item2)];

            Numbers.AssertSameBits(
                [.. pairs.Select(pair => ExponentialMath.SigmoidTanh(pair.Item1, pair.Item2))],
                VectorFunctions.OfWidth(vectorBits).SigmoidTanh(x, y));
        });

    [Theory]
    [MemberData(nameof(VectorBits))]
    public void Functions_NotANumber_StaysThatInItsLaneAlone(int vectorBits)
    {
        var functions = VectorFunctions.OfWidth(vectorBits);
        float[] numbers = [.. Enumerable.Range(0, 16).Select(lane => lane / 4f)];
        float[] values = [.. numbers.Select((value, lane) => lane == 5 ? float.NaN : value)];
        foreach (var (expected, actual) in new[]
        {
            (functions.Sigmoid(numbers), functions.Sigmoid(values)),
            (functions.Tanh(numbers), functions.Tanh(values)),
            (functions.SigmoidTanh(numbers, numbers), functions.SigmoidTanh(values, numbers)),
            (functions.SigmoidTanh(numbers, numbers), functions.SigmoidTanh(numbers, values)),
        })
        {
            Assert.True(float.IsNaN(actual[5]));
            Numbers.AssertSameBits(expected.AsSpan(0, 5), actual.AsSpan(0, 5));
            Numbers.AssertSameBits(expected.AsSpan(6), actual.AsSpan(6));
        }
    }

    [Theory]
    [MemberData(nameof(VectorBits))]
    public void Functions_DenseSweep_StayWithinTheirErrorAndRange(int vectorBits)
    {
        var functions = VectorFunctions.OfWidth(vectorBits);
        foreach (var values in FloatSweep.Chunks(0, ExponentialMath.SigmoidBound, Stride))
        {
            float[] sigmoid = functions.Sigmoid(values), tanh = functions.Tanh(values);
            for (var i = 0; i < values.Length; i++)
            {
                var limit = values[i] < 0 ? SigmoidErrorUlps : PositiveSigmoidErrorUlps;
                AssertWithin(limit, values[i], Sigmoid(values[i]), sigmoid[i]);
                AssertWithin(TanhErrorUlps, values[i], Math.Tanh(values[i]), tanh[i]);
                Assert.True(sigmoid[i] is >= 0 and <= 1 && tanh[i] is >= -1 and <= 1, $"{values[i]:G9} leaves the range");
            }
        }
    }

    [Theory]
    [MemberData(nameof(VectorBits))]
    public void SigmoidTanh_RandomPairs_StaysWithinItsError(int vectorBits)
    {
        var random = new Random(1);
        var x = Numbers.Uniform(random, 400_000, 60);
        float[] y = [.. Numbers.Uniform(random, x.Length).Select(value => 10 * value * value * value)];

        var products = VectorFunctions.OfWidth(vectorBits).SigmoidTanh(x, y);

        for (var i = 0; i < x.Length; i++)
        {
            AssertWithin(ProductErrorUlps, x[i], Sigmoid(x[i]) * Math.Tanh(y[i]), products[i]);
        }
    }

    [Theory]
    [MemberData(nameof(VectorBits))]
    public void SigmoidTanh_DivisorBeyondTheLargestFloat_IsZeroWhereTheProductNearlyIs(int vectorBits)
    {
        float[] x = [.. Enumerable.Range(0, 300).Select(step => -60 - step / 10f)];
        float[] y = [.. x.Select(_ => 10f)];

        var products = VectorFunctions.OfWidth(vectorBits).SigmoidTanh(x, y);

        Assert.Equal(0, products[^1]);
        for (var i = 0; i < x.Length; i++)
        {
            var exact = Sigmoid(x[i]);
            Assert.True(products[i] == 0 ? exact < SmallestProduct : Math.Abs(products[i] / exact - 1) < 1e-6, $"at {x[i]}");
        }
    }

    [Theory]
    [MemberData(nameof(VectorBits))]
    public void Functions_BeyondTheirBounds_StayWhatTheyAreThere(int vectorBits)
    {
        var functions = VectorFunctions.OfWidth(vectorBits);
        float[] beyond = [.. FloatSweep.Special.Where(value => value >= ExponentialMath.SigmoidBound)];
        float[] below = [.. beyond.Select(value => -value)];
        var least = functions.Sigmoid([-ExponentialMath.SigmoidBound])[0];

        Assert.InRange(least, 0, 2e-38f);
        Assert.All(functions.Sigmoid(beyond), value => Assert.Equal(1, value));
        Assert.All(functions.Sigmoid(below), value => Assert.Equal(least, value));
        Assert.All(functions.Tanh([ExponentialMath.TanhBound, .. beyond]), value => Assert.Equal(1, value));
        Assert.All(functions.Tanh([-ExponentialMath.TanhBound, .. below]), value => Assert.Equal(-1, value));
    }

    [Theory]
    [MemberData(nameof(VectorBits))]
    public void Functions_Zero_IsZeroAndOneHalf(int vectorBits)
    {
        var functions = VectorFunctions.OfWidth(vectorBits);

        Numbers.AssertSameBits([0, 0], functions.Tanh([0, -0f]));
        Numbers.AssertSameBits([0.5f, 0.5f], functions.Sigmoid([0, -0f]));
    }

    private static void AssertHaveTheBitsOfTheScalarOnes(VectorFunctions functions, float[] values)
    {
        Numbers.AssertSameBits(Array.ConvertAll(values, ExponentialMath.Sigmoid), functions.Sigmoid(values));
        Numbers.AssertSameBits(Array.ConvertAll(values, ExponentialMath.Tanh), functions.Tanh(values));
    }

    private static void AssertWithin(double errorUlps, float x, double exact, float actual) =>
        Assert.True(
            FloatSweep.ErrorUlps(exact, actual) <= errorUlps,
            $"{actual:G9} at {x:G9}; it must be {exact:G9} ± {errorUlps} ulp");

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}
