namespace RnnCluster.Oracle.Journal;

/// <summary>How an entry lies in the file: its length in four bytes, then its fields.</summary>
internal static class JournalFormat
{
    /// <summary>Bytes of the length.</summary>
    public const int LengthBytes = sizeof(int);

    private const int LongestBytes = 1 << 20;

    /// <summary>Writes an entry.</summary>
    public static void Write(BinaryWriter writer, JournalEntry entry)
    {
        var start = writer.BaseStream.Position;
        writer.Write(0);
        writer.Write((byte)entry.Kind);
        writer.Write(entry.Session);
        writer.Write(entry.Sequence);
        writer.Write(entry.GivenMs);
        writer.Write(entry.WaitedMs);
        writer.Write(entry.Failure);
        writer.Write(entry.Part is not null);
        if (entry.Part is { } part)
        {
            writer.Write(part.Number);
            writer.Write(part.Last);
            writer.Write(part.EndOfSequence);
            writer.Write(part.Outputs);
            writer.Write(part.Digest);
            writer.Write(part.Error);
        }

        var end = writer.BaseStream.Position;
        writer.BaseStream.Position = start;
        writer.Write((int)(end - start - LengthBytes));
        writer.BaseStream.Position = end;
    }

    /// <summary>Reads the next entry; null at the end, and before an entry that a crash cut off.</summary>
    public static JournalEntry? Read(BinaryReader reader)
    {
        var left = reader.BaseStream.Length - reader.BaseStream.Position - LengthBytes;
        if (left < 0)
        {
            return null;
        }

        var length = reader.ReadInt32();
        if (length > left)
        {
            return null;
        }

        if (length is <= 0 or > LongestBytes)
        {
            throw new InvalidDataException($"an entry of the journal has {length} bytes; it must have 1 to {LongestBytes}");
        }

        return new JournalEntry((JournalKind)reader.ReadByte(), reader.ReadInt32(), reader.ReadInt64())
        {
            GivenMs = reader.ReadInt64(),
            WaitedMs = reader.ReadInt64(),
            Failure = reader.ReadString(),
            Part = reader.ReadBoolean() ? ReadPart(reader) : null,
        };
    }

    private static AnswerPart ReadPart(BinaryReader reader) => new(
        reader.ReadInt32(), reader.ReadBoolean(), reader.ReadBoolean(), reader.ReadInt32(), reader.ReadString(), reader.ReadString());
}
