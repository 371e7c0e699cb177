using System.Runtime.Intrinsics;
using RnnCluster.Recurrent.Kernels;

namespace RnnCluster.Recurrent.Tests.Kernels;

/// <summary>The functions of the gates on arrays.</summary>
internal abstract unsafe class VectorFunctions
{
    /// <summary>Those of the vectors that this process has, as in <see cref="StepKernels.Available"/>.</summary>
    public static VectorFunctions OfWidth(int vectorBits) => vectorBits switch
    {
        512 => new OfPath<Vector512<float>, VectorPath512>(),
        256 => new OfPath<Vector256<float>, VectorPath256>(),
        _ => new OfPath<Vector128<float>, VectorPath128>(),
    };

    public abstract float[] Sigmoid(float[] x);

    public abstract float[] Tanh(float[] x);

    public abstract float[] SigmoidTanh(float[] x, float[] y);

    private sealed class OfPath<TVector, TPath> : VectorFunctions
        where TVector : unmanaged
        where TPath : IVectorPath<TVector>
    {
        public override float[] Sigmoid(float[] x) => Apply(x, x, (left, _) => VectorMath<TVector, TPath>.Sigmoid(left));

        public override float[] Tanh(float[] x) => Apply(x, x, (left, _) => VectorMath<TVector, TPath>.Tanh(left));

        public override float[] SigmoidTanh(float[] x, float[] y) => Apply(x, y, VectorMath<TVector, TPath>.SigmoidTanh);

        private static float[] Apply(float[] x, float[] y, Func<TVector, TVector, TVector> function)
        {
            AlignedBuffer left = new(Lanes.Pad(x.Length)), right = new(Lanes.Pad(x.Length));
            x.CopyTo(left.Span);
            y.CopyTo(right.Span);
            for (var at = 0; at < x.Length; at += TPath.Lanes)
            {
                TPath.Store(function(TPath.Load(left.Pointer + at), TPath.Load(right.Pointer + at)), left.Pointer + at);
            }

            GC.KeepAlive((left, right));
            return left.Span[..x.Length].ToArray();
        }
    }
}
