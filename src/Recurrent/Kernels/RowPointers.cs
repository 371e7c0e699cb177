using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RnnCluster.Recurrent.Kernels;

/// <summary>Pointers to rows that lie anywhere, in memory that never moves.</summary>
internal sealed unsafe class RowPointers
{
    private readonly nint[] _pinned;

    public RowPointers(int length)
    {
        _pinned = GC.AllocateArray<nint>(length, pinned: true);
        Pointer = (float**)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_pinned));
    }

    /// <summary>The first of them. Valid for as long as this object is reachable.</summary>
    public float** Pointer { get; }

    /// <summary>Whether row <paramref name="row"/> points anywhere.</summary>
    public bool Has(int row) => _pinned[row] != 0;

    public void Set(int row, float* start) => _pinned[row] = (nint)start;

    /// <summary>Makes the first <paramref name="count"/> rows point nowhere.</summary>
    public void Clear(int count) => _pinned.AsSpan(0, count).Clear();
}
