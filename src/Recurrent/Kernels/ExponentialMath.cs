namespace RnnCluster.Recurrent.Kernels;

/// <summary>The constants of <c>e^u − 1</c> in single precision, and the plain functions that the vectors are held to.</summary>
/// <remarks>
/// <c>u = n · ln 2 + r</c> with a whole number <c>n</c> and <c>|r| ≤ ln 2 / 2</c>; there <c>e^r − 1 = r + r² · (C2 + C3·r + … + C6·r⁴)</c>
/// up to 3e-9. The coefficients are the minimax fit over that interval.
/// </remarks>
internal static class ExponentialMath
{
    /// <summary>Beyond it, σ is 0 or 1 in single precision, near enough: e^-87 is the smallest power of e that is a normal number.</summary>
    public const float SigmoidBound = 87;

    /// <summary>Beyond it, tanh is −1 or 1 in single precision.</summary>
    public const float TanhBound = 10;

    /// <summary>1.5 · 2²³: a number that it is added to is rounded to a whole one, which is found in the sum's last bits.</summary>
    public const float Shift = 12582912;

    public const float Log2E = 1.44269504f;

    public const float Ln2High = 0.693147182f;

    public const float Ln2Low = -1.90465e-9f;

    public const float C2 = 0.49999994f;

    public const float C3 = 0.16666521f;

    public const float C4 = 0.04166839f;

    public const float C5 = 0.008368745f;

    public const float C6 = 0.0013814542f;

    public static float Sigmoid(float x) => 1 / (SigmoidExponential(x) + 2);

    public static float Tanh(float x) => TanhExponential(x) / (TanhExponential(x) + 2);

    /// <summary><c>σ(x) · tanh(y)</c>.</summary>
    public static float SigmoidTanh(float x, float y) =>
        TanhExponential(y) / ((SigmoidExponential(x) + 2) * (TanhExponential(y) + 2));

    /// <summary><c>e^x</c> for <c>x ≤ 0</c>, not below e^-87.</summary>
    public static float Exponential(float x) => ExponentialMinus(x < -SigmoidBound ? -SigmoidBound : x, 0);

    private static float SigmoidExponential(float x) => ExponentialMinus(-Bounded(x, SigmoidBound), 1);

    private static float TanhExponential(float x) => ExponentialMinus(2 * Bounded(x, TanhBound), 1);

    private static float Bounded(float x, float bound) => float.IsNaN(x) ? x : Math.Clamp(x, -bound, bound);

    private static float ExponentialMinus(float u, float minus)
    {
        var shifted = MathF.FusedMultiplyAdd(u, Log2E, Shift);
        var n = shifted - Shift;
        var r = MathF.FusedMultiplyAdd(n, -Ln2Low, MathF.FusedMultiplyAdd(n, -Ln2High, u));
        var square = r * r;
        var low = MathF.FusedMultiplyAdd(C3, r, C2);
        var high = MathF.FusedMultiplyAdd(C6, square, MathF.FusedMultiplyAdd(C5, r, C4));
        var q = MathF.FusedMultiplyAdd(square, MathF.FusedMultiplyAdd(high, square, low), r);
        var power = BitConverter.Int32BitsToSingle((BitConverter.SingleToInt32Bits(shifted) << 23) + BitConverter.SingleToInt32Bits(1));
        return MathF.FusedMultiplyAdd(power, q, power - minus);
    }
}
