using System.Runtime.CompilerServices;

namespace RnnCluster.Recurrent.Kernels;

/// <summary>Rounds a row of inputs to bytes as <see cref="InputRange"/> says, on vectors. Difference to it: none.</summary>
internal static unsafe class RowRounding<TVector, TPath>
    where TVector : unmanaged
    where TPath : IVectorPath<TVector>
{
    /// <param name="x">The row.</param>
    /// <param name="inputs">Values of the row; what stands behind them is not read.</param>
    /// <param name="rounded">Receives as many bytes.</param>
    /// <returns>What they stand for.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static InputRange Round(float* x, int inputs, byte* rounded)
    {
        var range = Range(x, inputs);
        var factor = TPath.Create(range.Factor);
        var zero = TPath.Create(ExponentialMath.Shift + range.Zero);
        var smallest = TPath.Create(ExponentialMath.Shift);
        var largest = TPath.Create(ExponentialMath.Shift + InputRange.Largest);
        var at = 0;
        for (; at + TPath.Lanes <= inputs; at += TPath.Lanes)
        {
            var shifted = TPath.FusedMultiplyAdd(TPath.Load(x + at), factor, zero);
            TPath.StoreBytes(TPath.Max(smallest, TPath.Min(largest, shifted)), rounded + at);
        }

        for (; at < inputs; at++)
        {
            rounded[at] = range.Round(x[at]);
        }

        return range;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static InputRange Range(float* x, int inputs)
    {
        var none = TPath.Create(0);
        TVector least = none, most = none, faults = none;
        var whole = inputs / TPath.Lanes * TPath.Lanes;
        for (var at = 0; at < whole; at += TPath.Lanes)
        {
            var values = TPath.Load(x + at);
            least = TPath.Min(least, values);
            most = TPath.Max(most, values);
            faults = TPath.FusedMultiplyAdd(values, none, faults);
        }

        var lanes = stackalloc float[3 * Lanes.Count];
        TPath.Store(least, lanes);
        TPath.Store(most, lanes + TPath.Lanes);
        TPath.Store(faults, lanes + 2 * TPath.Lanes);
        var rest = InputRange.Bounds(new ReadOnlySpan<float>(x + whole, inputs - whole));
        for (var lane = 0; lane < TPath.Lanes; lane++)
        {
            rest.Least = MathF.Min(rest.Least, lanes[lane]);
            rest.Most = MathF.Max(rest.Most, lanes[TPath.Lanes + lane]);
            rest.Faults += lanes[2 * TPath.Lanes + lane];
        }

        return InputRange.Between(rest.Least, rest.Most, rest.Faults);
    }
}
