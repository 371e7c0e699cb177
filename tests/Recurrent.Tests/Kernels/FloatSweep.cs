namespace RnnCluster.Recurrent.Tests.Kernels;

/// <summary>Numbers that lie as dense as floats do, and how far results are from those in double precision.</summary>
internal static class FloatSweep
{
    /// <summary>Zeros, denormals, huge ones, infinities, and either side of the bounds of the gates' functions.</summary>
    public static float[] Special { get; } =
    [
        .. new[]
        {
            0, float.Epsilon, 1e-40f, 1.1754942e-38f, 1.17549435e-38f, 1e-20f, 1e-8f, 0.34657359f, 0.34657362f, 1,
            9.999999f, 10, 10.000001f, 86.99999f, 87, 87.00001f, 88.8f, 1e10f, 1e38f, float.MaxValue, float.PositiveInfinity,
        }.SelectMany(value => new[] { value, -value }),
    ];

    /// <summary>
    /// Every <paramref name="stride"/>-th float from <paramref name="first"/> to <paramref name="last"/>, of both signs.
    /// </summary>
    public static IEnumerable<float[]> Chunks(float first, float last, int stride)
    {
        var end = BitConverter.SingleToInt32Bits(last);
        for (long start = BitConverter.SingleToInt32Bits(first); start <= end; start += 4096L * stride)
        {
            var count = (int)Math.Min(4096, (end - start) / stride + 1);
            var from = (int)start;
            float[] positive = [.. Enumerable.Range(0, count).Select(at => BitConverter.Int32BitsToSingle(from + at * stride))];
            yield return [.. positive, .. positive.Select(value => -value)];
        }
    }

    /// <summary>The distance in units in the last place of the exact value.</summary>
    public static double ErrorUlps(double exact, float actual)
    {
        var magnitude = MathF.Abs((float)exact);
        return Math.Abs(actual - exact) / (MathF.BitIncrement(magnitude) - (double)magnitude);
    }
}
