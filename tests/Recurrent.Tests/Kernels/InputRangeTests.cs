using CsCheck;
using RnnCluster.Recurrent.Kernels;
using RnnCluster.Recurrent.Tests.Networks;

namespace RnnCluster.Recurrent.Tests.Kernels;

/// <summary>What a row of inputs becomes when it is rounded to bytes.</summary>
public sealed class InputRangeTests
{
    private static readonly float[] Faults = [float.NaN, float.PositiveInfinity, float.NegativeInfinity];

    private static Gen<float[]> Rows { get; } = Gen.Select(
        Gen.Float[-1, 1].Array[1, 70],
        Gen.Float[-2, 2],
        Gen.Int[-90, 126],
        (values, offset, power) => Array.ConvertAll(values, value => MathF.ScaleB(value + offset, power - 2)));

    [Fact]
    public void Round_AnyRow_IsWithinHalfAScale() => Rows.SampleSeeded(1000, row =>
    {
        var range = InputRange.Of(row);

        Assert.InRange(range.Zero, 0, InputRange.Largest);
        foreach (var value in row)
        {
            // Scale and factor are rounded themselves, by a few units in the last place of up to 255.
            var error = Math.Abs(value - (double)range.Scale * (range.Round(value) - range.Zero));
            Assert.InRange(error, 0, range.Scale * (0.5 + Math.ScaleB(1, -13)));
        }
    });

    [Fact]
    public void Of_AnyRow_SpansItsValuesAndZero() => Rows.SampleSeeded(1000, row =>
    {
        var span = Math.Max(0, (double)row.Max()) - Math.Min(0, (double)row.Min());

        Assert.Equal(span / 255, InputRange.Of(row).Scale, span * 1e-7);
    });

    [Fact]
    public void Round_Zero_IsExact() => Rows.SampleSeeded(1000, row =>
    {
        var range = InputRange.Of(row);

        Assert.Equal(range.Zero, range.Round(0));
        Assert.Equal(range.Zero, range.Round(-0f));
    });

    [Theory]
    [InlineData(3, 0, 255)]
    [InlineData(-3, 255, 0)]
    [InlineData(1e-30f, 0, 255)]
    [InlineData(float.MaxValue, 0, 255)]
    [InlineData(float.MinValue, 255, 0)]
    public void Round_ConstantRow_IsTheEndOfItsRange(float value, int zero, int rounded)
    {
        var range = InputRange.Of([value, value, value]);

        Assert.Equal((zero, rounded), (range.Zero, range.Round(value)));
        Assert.Equal(value, range.Scale * (rounded - zero), MathF.Abs(value) * 1e-6f);
    }

    [Fact]
    public void Of_LargestAndSmallestNumber_HasAFiniteScale()
    {
        var range = InputRange.Of([float.MaxValue, float.MinValue]);

        Assert.True(float.IsFinite(range.Scale));
        Assert.Equal((0, 255), (range.Round(float.MinValue), range.Round(float.MaxValue)));
    }

    [Fact]
    public void Round_ZerosAndDenormals_AreZero()
    {
        foreach (var row in new float[][] { [], [0], [0, -0f, 0], [1e-40f, -1e-40f], [float.Epsilon] })
        {
            var range = InputRange.Of(row);

            Assert.Equal(0, range.Zero);
            Assert.True(range.Scale > 0 && float.IsFinite(range.Factor));
            Assert.All(row, value => Assert.Equal(0, range.Round(value)));
        }
    }

    [Fact]
    public void Of_AnyOrder_IsTheSame() => Rows.SampleSeeded(200, row =>
        Assert.Equal(InputRange.Of(row), InputRange.Of([.. row.OrderDescending()])));

    [Fact]
    public void Of_NotFinite_HasNoScaleWhereverItStands()
    {
        foreach (var fault in Faults)
        {
            for (var at = 0; at < 3; at++)
            {
                float[] row = [1, -2, 3];
                row[at] = fault;

                Assert.True(float.IsNaN(InputRange.Of(row).Scale));
            }
        }
    }
}
