using System.Runtime.CompilerServices;

namespace RnnCluster.Recurrent.Kernels;

/// <summary>A function of one value, plain and on vectors with the same bits; loops are compiled for each.</summary>
internal interface IVectorFunction
{
    static abstract float Apply(float x);

    static abstract TVector Apply<TVector, TPath>(TVector x)
        where TVector : unmanaged
        where TPath : IVectorPath<TVector>;
}

/// <summary><c>σ(x)</c>.</summary>
internal readonly struct SigmoidFunction : IVectorFunction
{
    public static float Apply(float x) => ExponentialMath.Sigmoid(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply<TVector, TPath>(TVector x)
        where TVector : unmanaged
        where TPath : IVectorPath<TVector> => VectorMath<TVector, TPath>.Sigmoid(x);
}

/// <summary><c>tanh(x)</c>.</summary>
internal readonly struct TanhFunction : IVectorFunction
{
    public static float Apply(float x) => ExponentialMath.Tanh(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply<TVector, TPath>(TVector x)
        where TVector : unmanaged
        where TPath : IVectorPath<TVector> => VectorMath<TVector, TPath>.Tanh(x);
}

/// <summary><c>e^x</c> for <c>x ≤ 0</c>.</summary>
internal readonly struct ExponentialFunction : IVectorFunction
{
    public static float Apply(float x) => ExponentialMath.Exponential(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply<TVector, TPath>(TVector x)
        where TVector : unmanaged
        where TPath : IVectorPath<TVector> => VectorMath<TVector, TPath>.Exponential(x);
}

/// <summary><c>max(x, 0)</c>. Zero is added so that −0 is 0 on every processor.</summary>
internal readonly struct RectifierFunction : IVectorFunction
{
    public static float Apply(float x) => (x < 0 ? 0 : x) + 0f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply<TVector, TPath>(TVector x)
        where TVector : unmanaged
        where TPath : IVectorPath<TVector> => TPath.Add(TPath.Max(TPath.Create(0), x), TPath.Create(0));
}
