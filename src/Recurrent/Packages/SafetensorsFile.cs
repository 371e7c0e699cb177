using System.Buffers.Binary;

namespace RnnCluster.Recurrent.Packages;

/// <summary>
/// A file of named tensors, https://github.com/huggingface/safetensors#format: the length of the header (8 bytes, little
/// endian), the header (JSON), the tensors' elements (little endian).
/// </summary>
internal sealed class SafetensorsFile
{
    private const int LengthBytes = 8;
    private const int ChunkBytes = 1 << 20;

    private readonly FileStream _stream;
    private readonly long _dataStart;

    private SafetensorsFile(FileStream stream, long dataStart, IReadOnlyDictionary<string, SafetensorsTensor> tensors)
    {
        _stream = stream;
        _dataStart = dataStart;
        Tensors = tensors;
    }

    /// <summary>The tensors by name, in the header's order. Their ranges lie in the file and do not overlap.</summary>
    public IReadOnlyDictionary<string, SafetensorsTensor> Tensors { get; }

    /// <summary>Reads the header, or adds faults and returns null.</summary>
    /// <param name="stream">The file, at its beginning; the caller closes it when all is read.</param>
    /// <param name="faults">Receives what is wrong.</param>
    public static SafetensorsFile? Open(FileStream stream, FileFaults faults)
    {
        if (ReadHeader(stream, faults) is not byte[] header)
        {
            return null;
        }

        long dataStart = LengthBytes + header.Length;
        var parser = new SafetensorsHeader(stream.Length - dataStart, faults);
        var tensors = parser.Parse(header);
        return tensors is null ? null : new SafetensorsFile(stream, dataStart, tensors);
    }

    /// <summary>Reads the elements of one of <see cref="Tensors"/>, row-major, widened to single precision.</summary>
    /// <exception cref="IOException">The file cannot be read, or was cut after it was opened.</exception>
    public float[] Read(SafetensorsTensor tensor)
    {
        var values = new float[tensor.Elements];
        var chunk = new byte[Math.Min(ChunkBytes, values.LongLength * tensor.ElementBytes)];
        _stream.Position = _dataStart + tensor.Begin;
        for (var done = 0; done < values.Length;)
        {
            var count = Math.Min(values.Length - done, chunk.Length / tensor.ElementBytes);
            var bytes = chunk.AsSpan(0, count * tensor.ElementBytes);
            _stream.ReadExactly(bytes);
            Decode(tensor.Type, bytes, values.AsSpan(done, count));
            done += count;
        }

        return values;
    }

    private static byte[]? ReadHeader(FileStream stream, FileFaults faults)
    {
        if (stream.Length < LengthBytes)
        {
            faults.Add(
                $"the file has {stream.Length} bytes; " +
                $"it must begin with {LengthBytes} bytes that give the length of its header");
            return null;
        }

        Span<byte> prefix = stackalloc byte[LengthBytes];
        stream.ReadExactly(prefix);
        var length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        var behind = (ulong)stream.Length - LengthBytes;
        if (length > PackageLimits.SafetensorsHeaderBytes)
        {
            faults.Add($"the header is said to have {length} bytes; it may have at most {PackageLimits.SafetensorsHeaderBytes}");
            return null;
        }

        if (length > behind)
        {
            faults.Add($"the header is said to have {length} bytes; the file has only {behind} behind that number");
            return null;
        }

        var header = new byte[length];
        stream.ReadExactly(header);
        return header;
    }

    private static void Decode(SafetensorsType type, ReadOnlySpan<byte> bytes, Span<float> values)
    {
        if (type == SafetensorsType.F32)
        {
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(4 * i)..]);
            }
        }
        else
        {
            for (var i = 0; i < values.Length; i++)
            {
                uint upperHalf = BinaryPrimitives.ReadUInt16LittleEndian(bytes[(2 * i)..]);
                values[i] = BitConverter.UInt32BitsToSingle(upperHalf << 16);
            }
        }
    }
}
