using System.Text;

namespace RnnCluster.Cli.Music;

/// <summary>Writes a tune as a Standard MIDI File of format 0: one track, 480 ticks to the quarter note.</summary>
/// <remarks>
/// The track holds name, tempo, time signature, key signature, one program change and the notes on channel 1. The same tune
/// always gives the same bytes. Format: MIDI 1.0, RP-001.
/// </remarks>
internal static class MidiFileWriter
{
    /// <summary>The General MIDI flute, counted from 0.</summary>
    public const int Flute = 73;

    /// <summary>The General MIDI church organ, counted from 0.</summary>
    public const int ChurchOrgan = 19;

    /// <summary>The General MIDI violin, counted from 0.</summary>
    public const int Violin = 40;

    private const int Velocity = 90;
    private const byte NoteOn = 0x90;
    private const byte NoteOff = 0x80;
    private const byte ProgramChange = 0xC0;
    private const byte TrackName = 0x03;
    private const byte SetTempo = 0x51;
    private const byte TimeSignature = 0x58;
    private const byte KeySignatureType = 0x59;

    private static ReadOnlySpan<byte> HeaderLengthFormatTracks => [0, 0, 0, 6, 0, 0, 0, 1];

    private static ReadOnlySpan<byte> Division => [MidiTime.TicksPerQuarter >> 8, MidiTime.TicksPerQuarter & 0xFF];

    /// <summary>The whole file.</summary>
    /// <param name="tune">What is played.</param>
    /// <param name="program">The General MIDI instrument, 0 to 127.</param>
    /// <exception cref="ArgumentOutOfRangeException">The instrument is no MIDI program.</exception>
    public static byte[] Write(AbcTune tune, int program = Flute) =>
        Write(tune.Title, tune.Changes, tune.Notes, tune.EndTick, program);

    /// <summary>The whole file.</summary>
    /// <param name="title">Name of the track; empty for none.</param>
    /// <param name="changes">Key, metre and tempo, by time.</param>
    /// <param name="notes">What sounds, by start.</param>
    /// <param name="endTick">Where it ends, rests included.</param>
    /// <param name="program">The General MIDI instrument, 0 to 127.</param>
    /// <exception cref="ArgumentOutOfRangeException">The instrument is no MIDI program.</exception>
    public static byte[] Write(
        string title, IReadOnlyList<PlacedChange> changes, IReadOnlyList<MidiNote> notes, int endTick, int program)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(program);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(program, 127);
        var track = new MidiTrack();
        if (title.Length > 0)
        {
            track.AddMeta(0, TrackName, Encoding.UTF8.GetBytes(title));
        }

        track.Add(0, ProgramChange, (byte)program);
        foreach (var (tick, change) in changes)
        {
            AddChange(track, tick, change);
        }

        foreach (var note in WithoutOverlaps(notes))
        {
            track.Add(note.StartTick, NoteOn, (byte)note.Pitch, Velocity);
            track.Add(note.StartTick + note.DurationTicks, NoteOff, (byte)note.Pitch, 0);
        }

        return [.. "MThd"u8, .. HeaderLengthFormatTracks, .. Division, .. track.ToChunk(endTick)];
    }

    private static void AddChange(MidiTrack track, int tick, AbcItem.Change change)
    {
        if (change.QuarterMicroseconds is { } tempo)
        {
            track.AddMeta(tick, SetTempo, [(byte)(tempo >> 16), (byte)(tempo >> 8), (byte)tempo]);
        }

        if (change.Metre is { } metre)
        {
            var clocksPerBeat = metre.IsCompound ? 24 * 4 * 3 / metre.Unit : 24 * 4 / metre.Unit;
            byte[] signature = [(byte)metre.Beats, (byte)int.Log2(metre.Unit), (byte)Math.Min(clocksPerBeat, 255), 8];
            track.AddMeta(tick, TimeSignature, signature);
        }

        if (change.Key is { } key)
        {
            // Keys beyond seven sharps or flats are written as the same key under its simpler name.
            var fifths = key.Fifths > 7 ? key.Fifths - 12 : key.Fifths < -7 ? key.Fifths + 12 : key.Fifths;
            track.AddMeta(tick, KeySignatureType, [(byte)(sbyte)fifths, (byte)(key.IsMinor ? 1 : 0)]);
        }
    }

    /// <summary>Ends a note where its pitch starts again, as notes shorter than a tick may: a channel sounds it once.</summary>
    private static List<MidiNote> WithoutOverlaps(IReadOnlyList<MidiNote> notes)
    {
        var next = new Dictionary<int, int>();
        var result = new List<MidiNote>(notes.Count);
        for (var index = notes.Count - 1; index >= 0; index--)
        {
            var note = notes[index];
            var room = next.TryGetValue(note.Pitch, out var start) ? start - note.StartTick : int.MaxValue;
            if (room > 0)
            {
                result.Add(note with { DurationTicks = Math.Min(note.DurationTicks, room) });
                next[note.Pitch] = note.StartTick;
            }
        }

        result.Reverse();
        return result;
    }
}
