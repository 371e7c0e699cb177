using System.Buffers.Binary;
using System.IO.Hashing;
using Orleans.Serialization;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Grains.Sessions;

namespace RnnCluster.Grains.Checkpoints;

/// <summary>
/// A session's record as bytes: magic <c>RNNS</c>, format version (16 bits), 16 bits of zero, length of the body (32 bits), XxHash64 of
/// the body, and the body, the record in Orleans' binary format. Numbers are little endian.
/// </summary>
internal sealed class CheckpointFormat(Serializer<SessionRecord> serializer)
{
    private const int Version = 1;
    private const int VersionAt = 4;
    private const int LengthAt = 8;
    private const int HashAt = 12;
    private const int HeaderBytes = 20;

    private static ReadOnlySpan<byte> Magic => "RNNS"u8;

    public byte[] Encode(SessionRecord record)
    {
        var body = serializer.SerializeToArray(record);
        var content = new byte[HeaderBytes + body.Length];
        Magic.CopyTo(content);
        BinaryPrimitives.WriteUInt16LittleEndian(content.AsSpan(VersionAt), Version);
        BinaryPrimitives.WriteInt32LittleEndian(content.AsSpan(LengthAt), body.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(content.AsSpan(HashAt), XxHash64.HashToUInt64(body));
        body.CopyTo(content.AsSpan(HeaderBytes));
        return content;
    }

    /// <exception cref="SessionException">The bytes are not a whole record: <see cref="ErrorCodes.DamagedState"/>.</exception>
    public SessionRecord Decode(ReadOnlySpan<byte> content)
    {
        if (Fault(content) is { } fault)
        {
            throw Damaged(fault);
        }

        try
        {
            return serializer.Deserialize(content[HeaderBytes..].ToArray())!;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            throw Damaged($"its body cannot be read: {exception.Message}");
        }
    }

    private static string? Fault(ReadOnlySpan<byte> content)
    {
        if (!content.StartsWith(Magic))
        {
            return $"its {content.Length} bytes do not begin with RNNS: it is no record of a session";
        }

        if (content.Length < HeaderBytes)
        {
            return $"it has {content.Length} bytes; a header alone has {HeaderBytes}";
        }

        var version = BinaryPrimitives.ReadUInt16LittleEndian(content[VersionAt..]);
        var length = BinaryPrimitives.ReadInt32LittleEndian(content[LengthAt..]);
        return version != Version ? $"it has format {version}; this silo reads format {Version}"
            : length != content.Length - HeaderBytes ? $"its body has {content.Length - HeaderBytes} bytes; its header says {length}"
            : XxHash64.HashToUInt64(content[HeaderBytes..]) != BinaryPrimitives.ReadUInt64LittleEndian(content[HashAt..])
                ? "its checksum is not that of its body"
            : null;
    }

    private static SessionException Damaged(string fault) => new(ErrorCodes.DamagedState, $"the record of the session is damaged: {fault}");
}
