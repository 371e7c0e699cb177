using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RnnCluster.Recurrent.Kernels;

/// <summary>Zeroed floats that never move and start on a cache line (64 bytes), so that no vector load is split.</summary>
/// <remarks>The memory is a pinned array of the garbage collector: nothing has to be freed by hand.</remarks>
internal sealed unsafe class AlignedBuffer
{
    private const int AlignmentBytes = 64;

    private readonly float[] _pinned;
    private readonly int _start;

    public AlignedBuffer(int length)
    {
        _pinned = GC.AllocateArray<float>(length + AlignmentBytes / sizeof(float), pinned: true);
        var address = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_pinned));
        Pointer = (float*)((address + AlignmentBytes - 1) & ~(nuint)(AlignmentBytes - 1));
        _start = (int)(((nuint)Pointer - address) / sizeof(float));
        Length = length;
    }

    /// <summary>Room for <paramref name="rows"/> rows of <paramref name="stride"/> floats.</summary>
    /// <exception cref="OverflowException">They are more than an array can hold.</exception>
    public static AlignedBuffer ForRows(int rows, int stride) => new(checked(rows * stride));

    /// <summary>First float. Valid for as long as this buffer is reachable.</summary>
    public float* Pointer { get; }

    public int Length { get; }

    /// <summary>All floats, with bounds. Unlike <see cref="Pointer"/>, it keeps the memory alive by itself.</summary>
    public Span<float> Span => _pinned.AsSpan(_start, Length);
}
