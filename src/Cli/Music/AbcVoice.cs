using static RnnCluster.Cli.Music.AbcItem;

namespace RnnCluster.Cli.Music;

/// <summary>
/// What a reader of ABC text carries from sign to sign: key, metre, unit length, the accidentals of the bar, an open
/// tuplet, a pending broken rhythm and ties. It turns written notes into items with pitch and length.
/// </summary>
internal sealed class AbcVoice
{
    private const string Letters = "CDEFGAB";
    private const int MiddleC = 60;

    private static readonly int[] Scale = [0, 2, 4, 5, 7, 9, 11];

    private readonly int?[] _barAccidentals = new int?[Letters.Length];
    private readonly List<AbcItem> _items = [];

    private KeySignature _key = KeySignature.CMajor;
    private Metre _metre = Metre.Common;
    private Sound? _last;
    private (int Written, int Played, int Remaining) _tuplet;
    private (char Sign, int Count) _broken;

    /// <summary>Everything read so far.</summary>
    public IReadOnlyList<AbcItem> Items => _items;

    /// <summary>The length of a note without a number, in parts of a tick.</summary>
    public long UnitParts { get; set; } = MidiTime.PartsPerWhole / 8;

    /// <summary>The length of a whole bar's rest.</summary>
    public long BarParts => _metre.BarParts;

    /// <summary>Sets the key; the accidentals of the bar end with it.</summary>
    public void SetKey(KeySignature key)
    {
        _key = key;
        Array.Clear(_barAccidentals);
        _items.Add(new Change(key: key));
    }

    /// <summary>Sets the metre.</summary>
    public void SetMetre(Metre metre)
    {
        _metre = metre;
        _items.Add(new Change(metre: metre));
    }

    /// <summary>Sets the tempo.</summary>
    public void SetTempo(int quarterMicroseconds) => _items.Add(new Change(quarterMicroseconds: quarterMicroseconds));

    /// <summary>Ends the bar; a kind says what the line means for repeats.</summary>
    public void EndBar(BarKind? kind = null)
    {
        Array.Clear(_barAccidentals);
        if (kind is { } known)
        {
            _items.Add(new Bar(known));
        }
    }

    /// <summary>Starts a numbered ending.</summary>
    public void StartEnding(bool first, bool second) => _items.Add(new Ending(first, second));

    /// <summary>
    /// A tone as it is written; null where its pitch is not a MIDI pitch. An accidental holds for its letter in every
    /// octave to the end of the bar, and over a bar line for the note that a tie reaches.
    /// </summary>
    public Tone? CreateTone(char letter, int octave, int? accidental, long parts)
    {
        var degree = Letters.IndexOf(letter, StringComparison.Ordinal);
        var step = (Letters.Length * octave) + degree;
        var natural = MiddleC + (12 * octave) + Scale[degree];
        int pitch;
        if (accidental is { } written)
        {
            _barAccidentals[degree] = written;
            pitch = natural + written;
        }
        else if (_barAccidentals[degree] is { } held)
        {
            pitch = natural + held;
        }
        else
        {
            pitch = _last?.Tones.Find(tone => tone.Tied && tone.Step == step)?.Pitch ?? natural + _key.Alteration(letter);
        }

        return pitch is >= 0 and <= 127 ? new Tone(step, pitch, parts) : null;
    }

    /// <summary>Adds a note, a chord or, without tones, a rest; tuplet and broken rhythm change its length.</summary>
    public void Add(List<Tone> tones, long parts)
    {
        var sound = new Sound(tones, parts);
        if (_tuplet.Remaining > 0)
        {
            sound.Scale(_tuplet.Played, _tuplet.Written);
            _tuplet.Remaining--;
        }

        // Broken rhythm is defined for notes of one length only; unequal neighbours stay as they are written.
        if (_broken.Count > 0 && _last is { } previous && previous.Parts == sound.Parts)
        {
            var unit = 1 << _broken.Count;
            var (longer, shorter) = _broken.Sign == '>' ? (previous, sound) : (sound, previous);
            longer.Scale((2 * unit) - 1, unit);
            shorter.Scale(1, unit);
        }

        _broken = default;
        _last = sound;
        _items.Add(sound);
    }

    /// <summary>Remembers <c>&gt;</c> or <c>&lt;</c>, up to three of them, for the next note.</summary>
    /// <returns>False where no note comes before.</returns>
    public bool TryBreak(char sign, int count)
    {
        _broken = (sign, count);
        return _last is not null && count is >= 1 and <= 3;
    }

    /// <summary>Ties every tone of the last sound to the next one.</summary>
    /// <returns>False where the last sound is a rest, or none.</returns>
    public bool TryTie()
    {
        _last?.Tones.ForEach(tone => tone.Tied = true);
        return _last is { Tones.Count: > 0 };
    }

    /// <summary>Starts a tuplet: <paramref name="written"/> notes in the time of <paramref name="played"/>.</summary>
    /// <param name="written">How many notes of the written length; 2 to 9 where nothing else is given.</param>
    /// <param name="played">In the time of how many; 0 takes the rule of ABC 2.1 for the metre.</param>
    /// <param name="count">For how many notes; 0 is as many as written.</param>
    /// <returns>False where another tuplet is still open or the numbers make no sense.</returns>
    public bool TryStartTuplet(int written, int played, int count)
    {
        if (played == 0)
        {
            played = written switch
            {
                2 or 4 or 8 => 3,
                3 or 6 => 2,
                5 or 7 or 9 => _metre.IsCompound ? 3 : 2,
                _ => 0,
            };
        }

        if (_tuplet.Remaining > 0 || written is < 1 or > 99 || played is < 1 or > 99)
        {
            return false;
        }

        _tuplet = (written, played, count == 0 ? written : count);
        return true;
    }
}
