using System.Buffers.Binary;
using System.Text;

namespace RnnCluster.Cli.Tests.Music;

/// <summary>A strict reader of Standard MIDI Files of format 0, written apart from the writer.</summary>
public sealed class MidiFile
{
    private readonly byte[] _bytes;
    private readonly List<(int Tick, byte Status, byte[] Content)> _events = [];
    private readonly List<(int Start, int End, int Pitch)> _notes = [];
    private int _place;

    private MidiFile(byte[] bytes) => _bytes = bytes;

    /// <summary>Ticks of a quarter note.</summary>
    public int Division { get; private set; }

    /// <summary>Where the track ends.</summary>
    public int EndTick { get; private set; }

    /// <summary>The notes, by their ends.</summary>
    public IReadOnlyList<(int Start, int End, int Pitch)> Notes => _notes;

    /// <summary>Reads a file; anything that the format does not allow fails the test.</summary>
    public static MidiFile Read(byte[] bytes)
    {
        var file = new MidiFile(bytes);
        file.ReadHeader();
        file.ReadTrack();
        file.PairNotes();
        return file;
    }

    /// <summary>The contents of all meta events of a type, with their ticks.</summary>
    public IEnumerable<(int Tick, byte[] Content)> Meta(byte type) =>
        _events.Where(item => item.Status == 0xFF && item.Content[0] == type).Select(item => (item.Tick, item.Content[1..]));

    /// <summary>The contents of all channel messages of a kind.</summary>
    public IEnumerable<byte[]> Messages(byte status) => _events.Where(item => item.Status == status).Select(item => item.Content);

    private void ReadHeader()
    {
        Assert.Equal("MThd", Encoding.ASCII.GetString(Take(4)));
        Assert.Equal(6u, BinaryPrimitives.ReadUInt32BigEndian(Take(4)));
        Assert.Equal(0, BinaryPrimitives.ReadUInt16BigEndian(Take(2)));
        Assert.Equal(1, BinaryPrimitives.ReadUInt16BigEndian(Take(2)));
        Division = BinaryPrimitives.ReadUInt16BigEndian(Take(2));
    }

    private void ReadTrack()
    {
        Assert.Equal("MTrk", Encoding.ASCII.GetString(Take(4)));
        Assert.Equal((uint)(_bytes.Length - _place - 4), BinaryPrimitives.ReadUInt32BigEndian(Take(4)));
        var tick = 0;
        while (_place < _bytes.Length)
        {
            tick += TakeVariable();
            var status = Take(1)[0];
            var content = (status & 0xF0) switch
            {
                0x80 or 0x90 => Take(2),
                0xC0 => Take(1),
                0xF0 when status == 0xFF => [Take(1)[0], .. Take(TakeVariable())],
                _ => throw new InvalidDataException($"Status {status:X2} at {_place - 1} is not one that the writer uses."),
            };
            Assert.True(status == 0xFF || Array.TrueForAll(content, value => value < 0x80));
            _events.Add((tick, status, content));
        }

        EndTick = tick;
        Assert.Equal((0xFF, 0x2F), (_events[^1].Status, _events[^1].Content[0]));
        Assert.Single(Meta(0x2F));
    }

    private void PairNotes()
    {
        var sounding = new Dictionary<byte, int>();
        foreach (var (tick, status, content) in _events)
        {
            if (status == 0x90)
            {
                sounding.Add(content[0], tick);
            }
            else if (status == 0x80)
            {
                Assert.True(sounding.Remove(content[0], out var start));
                Assert.True(tick > start);
                _notes.Add((start, tick, content[0]));
            }
        }

        Assert.Empty(sounding);
    }

    private byte[] Take(int count)
    {
        Assert.InRange(count, 0, _bytes.Length - _place);
        _place += count;
        return _bytes[(_place - count).._place];
    }

    private int TakeVariable()
    {
        var value = 0;
        for (var count = 1; ; count++)
        {
            Assert.InRange(count, 1, 4);
            var next = Take(1)[0];
            value = (value << 7) | (next & 0x7F);
            if (next < 0x80)
            {
                return value;
            }
        }
    }
}
