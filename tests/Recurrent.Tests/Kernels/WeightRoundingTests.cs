using CsCheck;
using RnnCluster.Recurrent.Kernels;
using RnnCluster.Recurrent.Tests.Networks;

namespace RnnCluster.Recurrent.Tests.Kernels;

/// <summary>Rounding against a search for the nearest value in double precision, which holds every distance exactly.</summary>
public sealed class WeightRoundingTests
{
    private const ushort LargestBFloat16 = 0x7F7F;

    [Theory]
    [InlineData(WeightFormat.Float32, 4)]
    [InlineData(WeightFormat.BFloat16, 2)]
    [InlineData(WeightFormat.Int8, 1)]
    public void Bytes_OfAWeight_AreThoseOfTheFormat(WeightFormat format, int expected)
    {
        Assert.Equal(expected, WeightRounding.Bytes(format));
        Assert.Throws<ArgumentOutOfRangeException>(() => WeightRounding.Bytes((WeightFormat)9));
    }

    [Fact]
    public void ToBFloat16_EveryBFloat16_IsItself()
    {
        for (var bits = 0; bits <= ushort.MaxValue; bits++)
        {
            var value = WeightRounding.FromBFloat16((ushort)bits);

            Assert.True(float.IsNaN(value) || WeightRounding.ToBFloat16(value) == bits, $"{value:G9} is not itself");
        }
    }

    [Fact]
    public void ToBFloat16_HalfwayAndBesideIt_IsTheNearestTiesToEven()
    {
        for (ushort bits = 0; bits < LargestBFloat16; bits++)
        {
            var halfway = BitConverter.UInt32BitsToSingle(((uint)bits << 16) + 0x8000);
            foreach (var value in new[] { MathF.BitDecrement(halfway), halfway, MathF.BitIncrement(halfway) })
            {
                Assert.True(WeightRounding.ToBFloat16(value) == Nearest(value), $"{value:G9} is not the nearest");
                Assert.True(WeightRounding.ToBFloat16(-value) == (Nearest(value) | 0x8000), $"{-value:G9} is not the nearest");
            }
        }
    }

    [Fact]
    public void ToBFloat16_AnyFiniteValue_IsTheNearest() => Gen.Float.Where(float.IsFinite).SampleSeeded(1000, value =>
        Assert.Equal(Nearest(MathF.Abs(value)), WeightRounding.ToBFloat16(MathF.Abs(value))));

    [Fact]
    public void ToBFloat16_BeyondTheLargest_IsTheLargestAndInfinityStays()
    {
        Assert.Equal(LargestBFloat16, WeightRounding.ToBFloat16(float.MaxValue));
        Assert.Equal(LargestBFloat16 | 0x8000, WeightRounding.ToBFloat16(float.MinValue));
        Assert.Equal(float.PositiveInfinity, RoundedToBFloat16(float.PositiveInfinity));
        Assert.Equal(float.NegativeInfinity, RoundedToBFloat16(float.NegativeInfinity));
    }

    [Fact]
    public void ToInt8_AnyWeights_AreWithinHalfAScale()
    {
        Gen.Select(Gen.Float[-100, 100].Array[1, 40], Gen.Int[-30, 30]).SampleSeeded(500, sample =>
        {
            float[] weights = [.. sample.Item1.Select(weight => MathF.ScaleB(weight, sample.Item2))];
            var scale = WeightRounding.Int8Scale(weights);
            var largest = weights.Max(MathF.Abs);

            Assert.Equal(largest / 127, scale);
            foreach (var weight in weights)
            {
                var rounded = WeightRounding.ToInt8(weight, scale);

                // The quotient is itself rounded, by half a unit in the last place of up to 127.
                Assert.InRange(Math.Abs(weight - (double)rounded * scale), 0, scale * (0.5 + Math.ScaleB(1, -17)));
                Assert.InRange(rounded, -127, 127);
            }

            Assert.Equal(largest == 0 ? 0 : 127, weights.Max(weight => Math.Abs((int)WeightRounding.ToInt8(weight, scale))));
        });
    }

    [Theory]
    [InlineData(0.5f, 0)]
    [InlineData(1.5f, 2)]
    [InlineData(2.5f, 2)]
    [InlineData(-0.5f, 0)]
    [InlineData(-1.5f, -2)]
    [InlineData(127, 127)]
    [InlineData(-127, -127)]
    [InlineData(128, 127)]
    [InlineData(-128, -127)]
    public void ToInt8_WholeAndHalfScales_TiesToEvenAndStaysSymmetric(float scales, int expected) =>
        Assert.Equal(expected, WeightRounding.ToInt8(scales * 0.25f, 0.25f));

    [Fact]
    public void ToInt8_ZeroRow_IsZeros()
    {
        Assert.Equal(0, WeightRounding.Int8Scale([0, -0f, 0]));
        Assert.Equal(0, WeightRounding.Int8Scale([]));
        Assert.Equal(0, WeightRounding.ToInt8(0, 0));
    }

    private static float RoundedToBFloat16(float value) => WeightRounding.FromBFloat16(WeightRounding.ToBFloat16(value));

    /// <summary>The nearest finite bfloat16 of a positive value: the one below, or the one above.</summary>
    private static ushort Nearest(float value)
    {
        var below = (ushort)(BitConverter.SingleToUInt32Bits(value) >> 16);
        if (below == LargestBFloat16)
        {
            return below;
        }

        var above = (ushort)(below + 1);
        var toBelow = value - (double)WeightRounding.FromBFloat16(below);
        var toAbove = WeightRounding.FromBFloat16(above) - (double)value;
        return toBelow < toAbove || toBelow == toAbove && below % 2 == 0 ? below : above;
    }
}
