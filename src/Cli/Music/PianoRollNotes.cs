using RnnCluster.Abstractions.Models;

namespace RnnCluster.Cli.Music;

/// <summary>Turns the vectors of a piano roll into notes: one that sounds in several vectors in a row is held.</summary>
internal static class PianoRollNotes
{
    private static readonly string[] Names = ["C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B"];

    /// <summary>The pitches that sound in each vector.</summary>
    public static IReadOnlyList<int[]> Pitches(IReadOnlyList<float[]> vectors, PianoRoll roll) =>
    [
        .. vectors.Select(vector => Enumerable.Range(0, vector.Length).Where(i => vector[i] > 0.5f).Select(i => roll.LowestNote + i).ToArray()),
    ];

    /// <summary>A pitch in letters, such as <c>F#4</c>; 60 is <c>C4</c>.</summary>
    public static string Name(int pitch) => $"{Names[pitch % Names.Length]}{pitch / Names.Length - 1}";

    /// <summary>The notes, by start and then by pitch.</summary>
    public static IReadOnlyList<MidiNote> Of(IReadOnlyList<float[]> vectors, PianoRoll roll)
    {
        var pitches = Pitches(vectors, roll);
        var stepTicks = MidiTime.TicksPerQuarter / roll.StepsPerQuarter;
        var notes = new List<MidiNote>();
        for (var step = 0; step < pitches.Count; step++)
        {
            foreach (var pitch in pitches[step].Where(pitch => step == 0 || !pitches[step - 1].Contains(pitch)))
            {
                var length = pitches.Skip(step).TakeWhile(chord => chord.Contains(pitch)).Count();
                notes.Add(new MidiNote(step * stepTicks, length * stepTicks, pitch));
            }
        }

        return notes;
    }

    /// <summary>A whole MIDI file, played on an organ.</summary>
    public static byte[] ToMidi(string title, IReadOnlyList<float[]> vectors, PianoRoll roll) => MidiFileWriter.Write(
        title, [], Of(vectors, roll), vectors.Count * MidiTime.TicksPerQuarter / roll.StepsPerQuarter, MidiFileWriter.ChurchOrgan);
}
