using System.Runtime.CompilerServices;

namespace RnnCluster.Recurrent.Kernels;

/// <summary>The functions of the gates, on vectors.</summary>
/// <remarks>
/// All come from <c>e^u − 1</c>, which has full relative precision also around zero: <c>tanh x = e / (e + 2)</c> with
/// <c>e = e^{2x} − 1</c>, and <c>σ(x) = 1 / (e + 2)</c> with <c>e = e^{−x} − 1</c>. Largest error, in units in the last place: σ 3.0
/// (2.0 from zero on), tanh 2.7, their product 4.8; but a product below 2e-30 may become zero, its divisor being too large for a
/// float. Either zero gives tanh +0 and σ one half, to the bit; not-a-number stays that.
/// </remarks>
internal static class VectorMath<TVector, TPath>
    where TVector : unmanaged
    where TPath : IVectorPath<TVector>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Sigmoid(TVector x) => TPath.Divide(TPath.Create(1), TPath.Add(SigmoidExponential(x), TPath.Create(2)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Tanh(TVector x)
    {
        var e = TanhExponential(x);
        return TPath.Divide(e, TPath.Add(e, TPath.Create(2)));
    }

    /// <summary><c>σ(x) · tanh(y)</c> with one division, which costs as much as the rest of a function.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector SigmoidTanh(TVector x, TVector y)
    {
        var e = TanhExponential(y);
        var divisor = TPath.Multiply(TPath.Add(SigmoidExponential(x), TPath.Create(2)), TPath.Add(e, TPath.Create(2)));
        return TPath.Divide(e, divisor);
    }

    /// <summary><c>e^x</c> for <c>x ≤ 0</c>; below −87 it stays e^-87, which is next to nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Exponential(TVector x) =>
        ExponentialMinus(TPath.Max(TPath.Create(-ExponentialMath.SigmoidBound), x), TPath.Create(0));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector SigmoidExponential(TVector x) =>
        ExponentialMinus(TPath.Subtract(TPath.Create(0), Bounded(x, ExponentialMath.SigmoidBound)), TPath.Create(1));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector TanhExponential(TVector x)
    {
        var bounded = Bounded(x, ExponentialMath.TanhBound);
        return ExponentialMinus(TPath.Add(bounded, bounded), TPath.Create(1));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Bounded(TVector x, float bound) =>
        TPath.Max(TPath.Create(-bound), TPath.Min(TPath.Create(bound), x));

    /// <summary><c>e^u − m = 2^n · (1 + q) − m</c>, where <c>u = n · ln 2 + r</c> and <c>q = e^r − 1</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector ExponentialMinus(TVector u, TVector minus)
    {
        var shift = TPath.Create(ExponentialMath.Shift);
        var shifted = TPath.FusedMultiplyAdd(u, TPath.Create(ExponentialMath.Log2E), shift);
        var n = TPath.Subtract(shifted, shift);
        var r = TPath.FusedMultiplyAdd(n, TPath.Create(-ExponentialMath.Ln2High), u);
        r = TPath.FusedMultiplyAdd(n, TPath.Create(-ExponentialMath.Ln2Low), r);

        // Two short chains rather than one long one.
        var square = TPath.Multiply(r, r);
        var low = TPath.FusedMultiplyAdd(TPath.Create(ExponentialMath.C3), r, TPath.Create(ExponentialMath.C2));
        var high = TPath.FusedMultiplyAdd(TPath.Create(ExponentialMath.C5), r, TPath.Create(ExponentialMath.C4));
        high = TPath.FusedMultiplyAdd(TPath.Create(ExponentialMath.C6), square, high);
        var q = TPath.FusedMultiplyAdd(square, TPath.FusedMultiplyAdd(high, square, low), r);

        var power = TPath.PowerOfTwo(shifted);
        return TPath.FusedMultiplyAdd(power, q, TPath.Subtract(power, minus));
    }
}
