using System.Buffers.Binary;
using System.Formats.Cbor;
using System.Runtime.InteropServices;

namespace RnnCluster.Silo.Gateway.Sockets.Messages;

/// <summary>Vectors of 32-bit floats in CBOR.</summary>
internal static class CborVector
{
    /// <summary>The typed array of little-endian IEEE 754 binary32 numbers (RFC 8746, section 2.1).</summary>
    public const CborTag Tag = (CborTag)85;

    /// <summary>Reads a typed array, or an array of numbers.</summary>
    /// <exception cref="FormatException">The typed array is another one, or not whole.</exception>
    public static float[] Read(CborReader cbor) => cbor.PeekState() == CborReaderState.Tag ? ReadTyped(cbor) : cbor.ReadArray(ReadNumber);

    /// <summary>Reads a number of any kind.</summary>
    public static float ReadNumber(CborReader cbor) => cbor.PeekState() is CborReaderState.UnsignedInteger or CborReaderState.NegativeInteger
        ? cbor.ReadInt64()
        : (float)cbor.ReadDouble();

    private static float[] ReadTyped(CborReader cbor)
    {
        var tag = cbor.ReadTag();
        var bytes = tag == Tag ? cbor.ReadDefiniteLengthByteString() : throw new FormatException(
            $"a vector has the tag {(ulong)tag}; it must be {(ulong)Tag} (32-bit floats, little-endian), or an array of numbers");
        if (bytes.Length % sizeof(float) != 0)
        {
            throw new FormatException($"a vector has {bytes.Length} bytes; it must be {sizeof(float)} for each number");
        }

        var values = MemoryMarshal.Cast<byte, float>(bytes.Span).ToArray();
        if (!BitConverter.IsLittleEndian)
        {
            var words = MemoryMarshal.Cast<float, int>(values.AsSpan());
            BinaryPrimitives.ReverseEndianness(words, words);
        }

        return values;
    }
}
