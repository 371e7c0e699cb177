using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using RnnCluster.Kernels.Timing;

namespace RnnCluster.Kernels.Roofline;

/// <summary>Sums a buffer as large as a case's weights over and over: what the cache that they fit into gives.</summary>
internal sealed unsafe class ReadBandwidth : IWorkload, IDisposable
{
    private const int AlignmentBytes = 64;

    // Floats of a round: eight sums of the widest vectors.
    private const int Round = 128;

    private readonly float* _buffer;
    private readonly nint _length;

    // What comes out is kept, so that the compiler cannot leave the work out.
    private float _kept;

    /// <summary>A buffer of <paramref name="bytes"/>, rounded up to whole rounds of the loop.</summary>
    public ReadBandwidth(long bytes)
    {
        _length = (nint)((bytes / sizeof(float) + Round - 1) / Round * Round);
        _buffer = (float*)NativeMemory.AlignedAlloc((nuint)_length * sizeof(float), AlignmentBytes);
        // Written, so that the system has given every page a place of its own.
        new Span<float>(_buffer, (int)_length).Fill(1);
    }

    /// <summary>Bytes that one <see cref="Repeat"/> reads.</summary>
    public double Bytes => (double)_length * sizeof(float);

    public void Repeat(long times)
    {
        for (var time = 0L; time < times; time++)
        {
            _kept += Avx512F.IsSupported ? Sum512(_buffer, _length) : Sum256(_buffer, _length);
        }
    }

    public void Dispose() => NativeMemory.AlignedFree(_buffer);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Sum512(float* p, nint length)
    {
        Vector512<float> a0 = default, a1 = default, a2 = default, a3 = default;
        Vector512<float> a4 = default, a5 = default, a6 = default, a7 = default;
        for (var end = p + length; p < end; p += Round)
        {
            a0 = Avx512F.Add(a0, Avx512F.LoadAlignedVector512(p));
            a1 = Avx512F.Add(a1, Avx512F.LoadAlignedVector512(p + 16));
            a2 = Avx512F.Add(a2, Avx512F.LoadAlignedVector512(p + 32));
            a3 = Avx512F.Add(a3, Avx512F.LoadAlignedVector512(p + 48));
            a4 = Avx512F.Add(a4, Avx512F.LoadAlignedVector512(p + 64));
            a5 = Avx512F.Add(a5, Avx512F.LoadAlignedVector512(p + 80));
            a6 = Avx512F.Add(a6, Avx512F.LoadAlignedVector512(p + 96));
            a7 = Avx512F.Add(a7, Avx512F.LoadAlignedVector512(p + 112));
        }

        return Vector512.Sum(a0 + a1 + a2 + a3 + a4 + a5 + a6 + a7);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Sum256(float* p, nint length)
    {
        Vector256<float> a0 = default, a1 = default, a2 = default, a3 = default;
        Vector256<float> a4 = default, a5 = default, a6 = default, a7 = default;
        for (var end = p + length; p < end; p += Round / 2)
        {
            a0 += Vector256.LoadAligned(p);
            a1 += Vector256.LoadAligned(p + 8);
            a2 += Vector256.LoadAligned(p + 16);
            a3 += Vector256.LoadAligned(p + 24);
            a4 += Vector256.LoadAligned(p + 32);
            a5 += Vector256.LoadAligned(p + 40);
            a6 += Vector256.LoadAligned(p + 48);
            a7 += Vector256.LoadAligned(p + 56);
        }

        return Vector256.Sum(a0 + a1 + a2 + a3 + a4 + a5 + a6 + a7);
    }
}
