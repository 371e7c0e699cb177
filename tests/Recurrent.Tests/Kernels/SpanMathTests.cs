using RnnCluster.Recurrent.Kernels;

namespace RnnCluster.Recurrent.Tests.Kernels;

/// <summary>The functions on spans of any length: the scalar ones to the bit, and e^x against double precision.</summary>
public sealed class SpanMathTests
{
    private const double ExponentialErrorUlps = 2;

    // A million floats.
    private const int Stride = 1009;

    public static TheoryData<int> Sizes { get; } = [0, 1, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 64, 65, 1000];

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Functions_AnyLength_HaveTheBitsOfTheScalarOnes(int size)
    {
        var x = Numbers.Uniform(new Random(size), size, 20);
        const float most = 20;
        var y = new float[size];

        SpanMath.Sigmoid(x, y);
        Numbers.AssertSameBits(Array.ConvertAll(x, ExponentialMath.Sigmoid), y);
        SpanMath.Tanh(x, y);
        Numbers.AssertSameBits(Array.ConvertAll(x, ExponentialMath.Tanh), y);
        SpanMath.Exponential(x, most, y);
        Numbers.AssertSameBits(Array.ConvertAll(x, value => ExponentialMath.Exponential(value - most)), y);
    }

    [Fact]
    public void Functions_InPlace_GiveTheSame()
    {
        var x = Numbers.Uniform(new Random(1), 37, 5);
        var expected = Array.ConvertAll(x, ExponentialMath.Tanh);

        SpanMath.Tanh(x, x);

        Numbers.AssertSameBits(expected, x);
    }

    [Fact]
    public void Functions_ShorterDestination_Throw() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => SpanMath.Tanh(new float[5], new float[4]));

    [Fact]
    public void Exponential_EveryMagnitude_IsWithinTheErrorThatIsStated()
    {
        foreach (var chunk in FloatSweep.Chunks(1e-6f, 87, Stride))
        {
            var x = Array.ConvertAll(chunk, value => -value);
            var y = new float[x.Length];
            SpanMath.Exponential(x, 0, y);
            for (var index = 0; index < x.Length; index++)
            {
                var exact = Math.Exp(x[index]);
                var ulp = MathF.BitIncrement((float)exact) - (float)exact;
                Assert.InRange((y[index] - exact) / ulp, -ExponentialErrorUlps, ExponentialErrorUlps);
            }
        }
    }

    [Fact]
    public void Exponential_SpecialValues_AreOneNextToNothingAndNotANumber()
    {
        var y = new float[4];

        SpanMath.Exponential([0, -1e30f, float.NegativeInfinity, float.NaN], 0, y);

        Assert.Equal(1, y[0]);
        Assert.InRange(y[1], 0, 1e-37f);
        Assert.InRange(y[2], 0, 1e-37f);
        Assert.Equal(float.NaN, y[3]);
    }
}
