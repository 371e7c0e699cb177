namespace RnnCluster.Recurrent.Kernels;

/// <summary>Working space for rows of inputs that are rounded to bytes. Each thread has its own, which grows and is never given back.</summary>
internal sealed unsafe class RoundedRows
{
    /// <summary>Most rows at once.</summary>
    public const int RowsLimit = 32;

    private const int CacheLineBytes = 64;

    [ThreadStatic]
    private static RoundedRows[]? _parts;

    private readonly AlignedBuffer _ranges = new(RowsLimit * sizeof(InputRange) / sizeof(float));
    private AlignedBuffer _bytes = new(0);

    private RoundedRows()
    {
    }

    /// <summary>Bytes from one row to the next.</summary>
    public int Stride { get; private set; }

    /// <summary>The first row; every row starts on a cache line.</summary>
    public byte* Pointer => (byte*)_bytes.Pointer;

    /// <summary>What the bytes of each row stand for.</summary>
    public InputRange* Ranges => (InputRange*)_ranges.Pointer;

    /// <summary>This thread's room for the rows of a part, of <paramref name="inputs"/> bytes or more each.</summary>
    public static RoundedRows OfThread(int part, int inputs)
    {
        var parts = _parts ??= [];
        while (parts.Length <= part)
        {
            _parts = parts = [.. parts, new RoundedRows()];
        }

        var rows = parts[part];
        rows.Stride = (inputs + CacheLineBytes - 1) / CacheLineBytes * CacheLineBytes;
        if (rows._bytes.Length * sizeof(float) < RowsLimit * rows.Stride)
        {
            rows._bytes = AlignedBuffer.ForRows(RowsLimit, rows.Stride / sizeof(float));
        }

        return rows;
    }
}
