namespace RnnCluster.Cli.Music;

/// <summary>One thing that a body of ABC text says, in the order of the text: repeats are not played out yet.</summary>
internal abstract class AbcItem
{
    /// <summary>A note, a chord or, without tones, a rest.</summary>
    internal sealed class Sound(List<Tone> tones, long parts) : AbcItem
    {
        /// <summary>What sounds together.</summary>
        public List<Tone> Tones { get; } = tones;

        /// <summary>Time until the next sound, in parts of a tick.</summary>
        public long Parts { get; set; } = parts;

        /// <summary>Lengthens or shortens the sound and all its tones, as broken rhythm does.</summary>
        public void Scale(int numerator, int denominator)
        {
            Parts = Parts * numerator / denominator;
            foreach (var tone in Tones)
            {
                tone.Parts = tone.Parts * numerator / denominator;
            }
        }
    }

    /// <summary>One pitch of a sound.</summary>
    internal sealed class Tone(int step, int pitch, long parts)
    {
        /// <summary>The written place on the staff, accidentals aside: 7 · octave + letter.</summary>
        public int Step { get; } = step;

        /// <summary>MIDI pitch.</summary>
        public int Pitch { get; } = pitch;

        /// <summary>How long it sounds, in parts of a tick.</summary>
        public long Parts { get; set; } = parts;

        /// <summary>Whether a tie joins it to the next sound.</summary>
        public bool Tied { get; set; }
    }

    /// <summary>A bar line that bears on repeats; plain ones leave nothing here.</summary>
    internal sealed class Bar(BarKind kind) : AbcItem
    {
        /// <summary>What it says.</summary>
        public BarKind Kind { get; } = kind;
    }

    /// <summary>The start of a numbered ending.</summary>
    internal sealed class Ending(bool first, bool second) : AbcItem
    {
        /// <summary>Whether it is played the given time through, 1 or 2.</summary>
        public bool IsPlayed(int pass) => pass == 1 ? first : second;
    }

    /// <summary>A key, metre or tempo that holds from here on; null is no change.</summary>
    internal sealed class Change(KeySignature? key = null, Metre? metre = null, int? quarterMicroseconds = null) : AbcItem
    {
        /// <summary>The new key.</summary>
        public KeySignature? Key { get; } = key;

        /// <summary>The new time signature.</summary>
        public Metre? Metre { get; } = metre;

        /// <summary>The new length of a quarter note, in microseconds.</summary>
        public int? QuarterMicroseconds { get; } = quarterMicroseconds;
    }
}
