using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using RnnCluster.Kernels.Timing;

namespace RnnCluster.Kernels.Roofline;

/// <summary>Fused multiply-adds from registers to registers: as many flops a second as the core can do.</summary>
/// <remarks>
/// The chains are independent. A core starts two in a cycle and finishes each after four or five, so that ten keep it busy;
/// there are sixteen of 512 bits. With 256 bits there are twelve, what sixteen registers have room for beside the factors.
/// </remarks>
internal sealed class FmaPeak : IWorkload
{
    private const int Rounds = 4_096;
    private const int Chains512 = 16;
    private const int Chains256 = 12;
    private const float Factor = 1.0001f;
    private const float Summand = 0.9999f;

    // What comes out is kept, so that the compiler cannot leave the work out.
    private float _kept;

    /// <summary>Multiplications and additions of one <see cref="Repeat"/>.</summary>
    public static double Flops => 2.0 * Rounds * (Avx512F.IsSupported
        ? Chains512 * Vector512<float>.Count
        : Chains256 * Vector256<float>.Count);

    /// <summary>The vectors it uses, the widest that there are.</summary>
    public static string Path => Avx512F.IsSupported ? "512-bit vectors" : "256-bit vectors";

    public void Repeat(long times)
    {
        for (var time = 0L; time < times; time++)
        {
            _kept += Avx512F.IsSupported ? Run512() : Run256();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Run512()
    {
        Vector512<float> f = Vector512.Create(Factor), s = Vector512.Create(Summand);
        Vector512<float> a0 = s, a1 = s, a2 = s, a3 = s, a4 = s, a5 = s, a6 = s, a7 = s;
        Vector512<float> b0 = s, b1 = s, b2 = s, b3 = s, b4 = s, b5 = s, b6 = s, b7 = s;
        for (var round = 0; round < Rounds; round++)
        {
            a0 = Avx512F.FusedMultiplyAdd(f, s, a0);
            a1 = Avx512F.FusedMultiplyAdd(f, s, a1);
            a2 = Avx512F.FusedMultiplyAdd(f, s, a2);
            a3 = Avx512F.FusedMultiplyAdd(f, s, a3);
            a4 = Avx512F.FusedMultiplyAdd(f, s, a4);
            a5 = Avx512F.FusedMultiplyAdd(f, s, a5);
            a6 = Avx512F.FusedMultiplyAdd(f, s, a6);
            a7 = Avx512F.FusedMultiplyAdd(f, s, a7);
            b0 = Avx512F.FusedMultiplyAdd(f, s, b0);
            b1 = Avx512F.FusedMultiplyAdd(f, s, b1);
            b2 = Avx512F.FusedMultiplyAdd(f, s, b2);
            b3 = Avx512F.FusedMultiplyAdd(f, s, b3);
            b4 = Avx512F.FusedMultiplyAdd(f, s, b4);
            b5 = Avx512F.FusedMultiplyAdd(f, s, b5);
            b6 = Avx512F.FusedMultiplyAdd(f, s, b6);
            b7 = Avx512F.FusedMultiplyAdd(f, s, b7);
        }

        return Vector512.Sum(a0 + a1 + a2 + a3 + a4 + a5 + a6 + a7 + b0 + b1 + b2 + b3 + b4 + b5 + b6 + b7);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Run256()
    {
        Vector256<float> f = Vector256.Create(Factor), s = Vector256.Create(Summand);
        Vector256<float> a0 = s, a1 = s, a2 = s, a3 = s, a4 = s, a5 = s;
        Vector256<float> b0 = s, b1 = s, b2 = s, b3 = s, b4 = s, b5 = s;
        for (var round = 0; round < Rounds; round++)
        {
            a0 = Vector256.FusedMultiplyAdd(f, s, a0);
            a1 = Vector256.FusedMultiplyAdd(f, s, a1);
            a2 = Vector256.FusedMultiplyAdd(f, s, a2);
            a3 = Vector256.FusedMultiplyAdd(f, s, a3);
            a4 = Vector256.FusedMultiplyAdd(f, s, a4);
            a5 = Vector256.FusedMultiplyAdd(f, s, a5);
            b0 = Vector256.FusedMultiplyAdd(f, s, b0);
            b1 = Vector256.FusedMultiplyAdd(f, s, b1);
            b2 = Vector256.FusedMultiplyAdd(f, s, b2);
            b3 = Vector256.FusedMultiplyAdd(f, s, b3);
            b4 = Vector256.FusedMultiplyAdd(f, s, b4);
            b5 = Vector256.FusedMultiplyAdd(f, s, b5);
        }

        return Vector256.Sum(a0 + a1 + a2 + a3 + a4 + a5 + b0 + b1 + b2 + b3 + b4 + b5);
    }
}
