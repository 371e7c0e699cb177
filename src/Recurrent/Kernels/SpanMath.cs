using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RnnCluster.Recurrent.Kernels;

/// <summary>The functions of the gates on spans of any length: what comes out has the same bits on every processor.</summary>
/// <remarks>What does not fill a vector is done one by one, with the functions that the vectors are held to.</remarks>
internal static unsafe class SpanMath
{
    /// <summary><c>y = σ(x)</c>; both may be the same.</summary>
    public static void Sigmoid(ReadOnlySpan<float> x, Span<float> y) => Apply<SigmoidFunction>(x, 0, y);

    /// <summary><c>y = tanh(x)</c>; both may be the same.</summary>
    public static void Tanh(ReadOnlySpan<float> x, Span<float> y) => Apply<TanhFunction>(x, 0, y);

    /// <summary><c>y = e^(x − m)</c> for an <c>m</c> that no <c>x</c> is above; both may be the same.</summary>
    public static void Exponential(ReadOnlySpan<float> x, float m, Span<float> y) => Apply<ExponentialFunction>(x, m, y);

    private static void Apply<TFunction>(ReadOnlySpan<float> x, float subtrahend, Span<float> y)
        where TFunction : IVectorFunction
    {
        fixed (float* source = x, destination = y[..x.Length])
        {
            if (Vector512.IsHardwareAccelerated)
            {
                Apply<Vector512<float>, VectorPath512, TFunction>(x.Length, source, subtrahend, destination);
            }
            else if (Vector256.IsHardwareAccelerated)
            {
                Apply<Vector256<float>, VectorPath256, TFunction>(x.Length, source, subtrahend, destination);
            }
            else
            {
                Apply<Vector128<float>, VectorPath128, TFunction>(x.Length, source, subtrahend, destination);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Apply<TVector, TPath, TFunction>(int length, float* x, float subtrahend, float* y)
        where TVector : unmanaged
        where TPath : IVectorPath<TVector>
        where TFunction : IVectorFunction
    {
        var at = 0;
        for (; at + TPath.Lanes <= length; at += TPath.Lanes)
        {
            var difference = TPath.Subtract(TPath.Load(x + at), TPath.Create(subtrahend));
            TPath.Store(TFunction.Apply<TVector, TPath>(difference), y + at);
        }

        for (; at < length; at++)
        {
            y[at] = TFunction.Apply(x[at] - subtrahend);
        }
    }
}
