using System.Buffers.Binary;

namespace RnnCluster.Cli.Music;

/// <summary>One track of a Standard MIDI File: events with their ticks, in any order until they are written.</summary>
internal sealed class MidiTrack
{
    private const byte MetaStatus = 0xFF;
    private const byte EndOfTrack = 0x2F;
    private const byte NoteOnStatus = 0x90;

    private readonly List<(int Tick, int Rank, byte[] Bytes)> _events = [];

    /// <summary>Adds a channel message.</summary>
    public void Add(int tick, byte status, params ReadOnlySpan<byte> content) =>
        _events.Add((tick, status == NoteOnStatus ? 1 : 0, [status, .. content]));

    /// <summary>Adds a meta event.</summary>
    public void AddMeta(int tick, byte type, ReadOnlySpan<byte> content) =>
        _events.Add((tick, 0, [MetaStatus, type, .. VariableLength(content.Length), .. content]));

    /// <summary>
    /// The chunk <c>MTrk</c>: within one tick notes end before others start. It ends at <paramref name="endTick"/>, or with
    /// the last event where that is later.
    /// </summary>
    public byte[] ToChunk(int endTick)
    {
        var body = new List<byte>();
        var last = 0;
        foreach (var (tick, _, bytes) in _events.OrderBy(item => item.Tick).ThenBy(item => item.Rank))
        {
            body.AddRange(VariableLength(tick - last));
            body.AddRange(bytes);
            last = tick;
        }

        body.AddRange([.. VariableLength(Math.Max(endTick - last, 0)), MetaStatus, EndOfTrack, 0]);

        var length = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(length, (uint)body.Count);
        return [.. "MTrk"u8, .. length, .. body];
    }

    /// <summary>Seven bits a byte, the high bit set on all but the last; up to 28 bits.</summary>
    private static byte[] VariableLength(int value)
    {
        var bytes = new List<byte> { (byte)(value & 0x7F) };
        for (var rest = value >> 7; rest > 0; rest >>= 7)
        {
            bytes.Insert(0, (byte)((rest & 0x7F) | 0x80));
        }

        return [.. bytes];
    }
}
