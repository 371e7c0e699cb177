using System.Runtime.Intrinsics;
using RnnCluster.Recurrent.Kernels;

namespace RnnCluster.Recurrent.Tests.Kernels;

/// <summary>Rounding on vectors against the plain rule, to the bit. What a processor lacks, the runtime makes of narrower vectors.</summary>
public sealed unsafe class RowRoundingTests
{
    private static readonly int[] Sizes = [1, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 131];

    [Fact]
    public void Round_AwkwardSizes_HasTheBitsOfTheRule()
    {
        foreach (var size in Sizes)
        {
            foreach (var bound in new[] { 1e-38f, 0.01f, 1, 3e38f })
            {
                AssertIsTheRule(Numbers.Uniform(new Random(size), size, bound));
                AssertIsTheRule(Array.ConvertAll(Numbers.Uniform(new Random(size), size, bound), MathF.Abs));
            }
        }
    }

    [Fact]
    public void Round_TiesAndEnds_HasTheBitsOfTheRule()
    {
        // Every quarter of a step from 0 to 255.
        AssertIsTheRule([.. Enumerable.Range(0, 1021).Select(quarter => quarter / 4f)]);
        AssertIsTheRule([.. Enumerable.Range(0, 1021).Select(quarter => quarter / 4f - 127.5f)]);
        AssertIsTheRule([.. Enumerable.Range(0, 1021).Select(quarter => quarter / 4f - 100.5f)]);
    }

    [Fact]
    public void Round_NotFinite_HasNoScaleWhereverItStands()
    {
        foreach (var fault in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity })
        {
            for (var at = 0; at < 35; at++)
            {
                var row = Numbers.Uniform(new Random(at), 35);
                row[at] = fault;

                Assert.True(float.IsNaN(Round<Vector128<float>, VectorPath128>(row).Range.Scale));
                Assert.True(float.IsNaN(Round<Vector256<float>, VectorPath256>(row).Range.Scale));
                Assert.True(float.IsNaN(Round<Vector512<float>, VectorPath512>(row).Range.Scale));
            }
        }
    }

    private static void AssertIsTheRule(float[] row)
    {
        var range = InputRange.Of(row);
        foreach (var (actual, rounded) in new[]
        {
            Round<Vector128<float>, VectorPath128>(row),
            Round<Vector256<float>, VectorPath256>(row),
            Round<Vector512<float>, VectorPath512>(row),
        })
        {
            Assert.Equal(range, actual);
            Assert.Equal(Array.ConvertAll(row, range.Round), rounded);
        }
    }

    private static (InputRange Range, byte[] Rounded) Round<TVector, TPath>(float[] row)
        where TVector : unmanaged
        where TPath : IVectorPath<TVector>
    {
        // What stands behind the row must not matter, and no byte may be written there.
        float[] padded = [.. row, float.NaN];
        var bytes = new byte[row.Length + 1];
        bytes[^1] = 77;
        fixed (float* x = padded)
        fixed (byte* rounded = bytes)
        {
            var range = RowRounding<TVector, TPath>.Round(x, row.Length, rounded);
            Assert.Equal(77, bytes[^1]);
            return (range, bytes[..^1]);
        }
    }
}
