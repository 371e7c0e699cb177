using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace RnnCluster.Silo.Gateway.Inference.Tensors;

/// <summary>The elements of tensors as bytes: little-endian, row after row, a string behind its length of four bytes.</summary>
internal static class RawTensor
{
    private const int LengthBytes = sizeof(int);

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a tensor.</summary>
    /// <exception cref="FormatException">The bytes are not those of such a tensor; the message says how.</exception>
    public static InferenceTensor Read(string name, string datatype, long[] shape, ReadOnlySpan<byte> bytes) => datatype switch
    {
        Datatypes.Bytes => InferenceTensor.Of(name, Texts(name, InferenceTensor.Count(name, shape), bytes), shape),
        Datatypes.Int32 => InferenceTensor.Of(name, Numbers<int>(name, bytes), shape),
        Datatypes.Int64 => InferenceTensor.Of(name, Numbers<long>(name, bytes), shape),
        Datatypes.Float32 => InferenceTensor.Of(name, Numbers<float>(name, bytes), shape),
        _ => throw Unknown(name, datatype),
    };

    /// <summary>Writes the elements of a tensor.</summary>
    public static byte[] Write(InferenceTensor tensor) => tensor.Values switch
    {
        string[] texts => Write(texts),
        int[] numbers => Bytes<int>(numbers),
        long[] numbers => Bytes<long>(numbers),
        float[] numbers => Bytes<float>(numbers),
        _ => throw new InvalidOperationException($"tensors have no elements of type {tensor.Values.GetType()}"),
    };

    /// <summary>The text of bytes that a request has.</summary>
    /// <exception cref="FormatException">They are not UTF-8.</exception>
    public static string Text(string name, ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Utf8.GetString(bytes);
        }
        catch (DecoderFallbackException exception)
        {
            throw new FormatException($"input {InferenceTensor.Short(name)} has a string that is not UTF-8", exception);
        }
    }

    /// <summary>What to say of a datatype that no model reads.</summary>
    public static FormatException Unknown(string name, string datatype) => new(
        $"datatype of {InferenceTensor.Short(name)} is '{InferenceTensor.Short(datatype)}'; it must be {Datatypes.All}");

    private static T[] Numbers<T>(string name, ReadOnlySpan<byte> bytes)
        where T : unmanaged
    {
        var size = Marshal.SizeOf<T>();
        if (bytes.Length % size != 0)
        {
            throw new FormatException($"input {InferenceTensor.Short(name)} has {bytes.Length} bytes; each element has {size}");
        }

        // All processors that .NET runs models on are little-endian, as the protocol is.
        var numbers = new T[bytes.Length / size];
        bytes.CopyTo(MemoryMarshal.AsBytes(numbers.AsSpan()));
        return numbers;
    }

    private static byte[] Bytes<T>(ReadOnlySpan<T> numbers)
        where T : unmanaged => MemoryMarshal.AsBytes(numbers).ToArray();

    private static string[] Texts(string name, int count, ReadOnlySpan<byte> bytes)
    {
        // Before there is room made for them.
        if ((long)count * LengthBytes > bytes.Length)
        {
            throw new FormatException(
                $"input {InferenceTensor.Short(name)} has {bytes.Length} bytes; {count} strings have at least {(long)count * LengthBytes}");
        }

        var texts = new string[count];
        for (var index = 0; index < count; index++)
        {
            if (bytes.Length < LengthBytes)
            {
                throw Cut(name, index);
            }

            var length = BinaryPrimitives.ReadInt32LittleEndian(bytes);
            bytes = bytes[LengthBytes..];
            if (length < 0 || length > bytes.Length)
            {
                throw Cut(name, index);
            }

            texts[index] = Text(name, bytes[..length]);
            bytes = bytes[length..];
        }

        return bytes.IsEmpty ? texts : throw new FormatException(
            $"input {InferenceTensor.Short(name)} has {bytes.Length} bytes behind its {count} strings; it must have none");
    }

    private static FormatException Cut(string name, int index) =>
        new($"input {InferenceTensor.Short(name)} ends within string {index}; each is its length in four bytes and the string");

    private static byte[] Write(string[] texts)
    {
        var bytes = new byte[texts.Sum(text => LengthBytes + Utf8.GetByteCount(text))];
        var rest = bytes.AsSpan();
        foreach (var text in texts)
        {
            var length = Utf8.GetBytes(text, rest[LengthBytes..]);
            BinaryPrimitives.WriteInt32LittleEndian(rest, length);
            rest = rest[(LengthBytes + length)..];
        }

        return bytes;
    }
}
