namespace RnnCluster.Recurrent.Tests.Kernels;

/// <summary>Seeded numbers, and the two ways in which results are compared.</summary>
internal static class Numbers
{
    /// <summary>Evenly spread over <c>[-bound, bound)</c>.</summary>
    public static float[] Uniform(Random random, int count, float bound = 1)
    {
        var values = new float[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = (random.NextSingle() * 2 - 1) * bound;
        }

        return values;
    }

    /// <summary>Checks that every element has the same bits.</summary>
    public static void AssertSameBits(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            if (BitConverter.SingleToUInt32Bits(expected[i]) != BitConverter.SingleToUInt32Bits(actual[i]))
            {
                Assert.Fail($"element {i} of {expected.Length} is {actual[i]:G9}; it must be {expected[i]:G9}, bit for bit");
            }
        }
    }

    /// <summary>Checks that no element is further away than <paramref name="tolerance"/>, an absolute difference.</summary>
    public static void AssertNear(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, float tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            // Written so that NaN fails.
            if (!(MathF.Abs(expected[i] - actual[i]) <= tolerance))
            {
                Assert.Fail($"element {i} of {expected.Length} is {actual[i]:G9}; it must be {expected[i]:G9} ± {tolerance}");
            }
        }
    }

    /// <summary>As <see cref="AssertNear"/>; for values of a magnitude above 1, relative to the value.</summary>
    public static void AssertRelativelyNear(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, float tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            AssertNear(expected.Slice(i, 1), actual.Slice(i, 1), tolerance * MathF.Max(1, MathF.Abs(expected[i])));
        }
    }
}
