using static RnnCluster.Cli.Music.AbcItem;

namespace RnnCluster.Cli.Music;

/// <summary>Reads one line of notes into a voice.</summary>
internal sealed class AbcMusicLine(AbcVoice voice, AbcFields fields, string text)
{
    private readonly AbcCursor _cursor = new(text);

    /// <summary>Characters that could not be read.</summary>
    public int Skipped { get; private set; }

    /// <summary>Reads the line to its end.</summary>
    public void Read()
    {
        while (!_cursor.AtEnd)
        {
            var (start, skipped) = (_cursor.Position, Skipped);
            if (!TryRead())
            {
                // A sign that fails is passed over whole, at least one character of it, and counted once.
                _cursor.Position = Math.Max(_cursor.Position, start + 1);
                Skipped = skipped + _cursor.Position - start;
            }
        }
    }

    private bool TryRead()
    {
        if (AbcBars.TryRead(_cursor, voice))
        {
            return true;
        }

        switch (_cursor.Peek())
        {
            case (>= 'a' and <= 'g') or (>= 'A' and <= 'G') or '^' or '_' or '=':
                return TryReadNote();
            case 'z' or 'x' or 'Z' or 'X':
                var unit = _cursor.Take() is 'Z' or 'X' ? voice.BarParts : voice.UnitParts;
                voice.Add([], ReadParts(unit));
                return true;
            case '[':
                _cursor.Position++;
                return IsField() ? TryReadField() : TryReadChord();
            case '(':
                _cursor.Position++;
                return !char.IsAsciiDigit(_cursor.Peek()) || TryReadTuplet();
            case '>' or '<':
                var sign = _cursor.Peek();
                return voice.TryBreak(sign, _cursor.TakeRun(sign));
            case '-':
                _cursor.Position++;
                return voice.TryTie();
            default:
                return AbcOrnaments.TryPass(_cursor);
        }
    }

    private bool TryReadNote()
    {
        if (!TryReadTone(out var tone, out var parts))
        {
            return false;
        }

        voice.Add(tone is null ? [] : [tone], parts);
        return tone is not null;
    }

    /// <summary>Reads accidental, letter, octave and length; the tone is null where it lies outside the MIDI range.</summary>
    private bool TryReadTone(out Tone? tone, out long parts)
    {
        (tone, parts) = (null, 0);
        int? accidental = _cursor.Peek() switch
        {
            '^' => Math.Min(_cursor.TakeRun('^'), 2),
            '_' => -Math.Min(_cursor.TakeRun('_'), 2),
            '=' => 0 * _cursor.TakeRun('='),
            _ => null,
        };
        if (_cursor.Peek() is not ((>= 'a' and <= 'g') or (>= 'A' and <= 'G')))
        {
            return false;
        }

        var letter = _cursor.Take();
        var octave = char.IsAsciiLetterLower(letter) ? 1 : 0;
        while (_cursor.Peek() is '\'' or ',')
        {
            octave += _cursor.Take() == ',' ? -1 : 1;
        }

        parts = ReadParts(voice.UnitParts);
        tone = voice.CreateTone(char.ToUpperInvariant(letter), octave, accidental, parts);
        return true;
    }

    private long ReadParts(long unit)
    {
        var (numerator, denominator) = _cursor.TakeLength();
        return Math.Clamp(unit * numerator / denominator, 1, MidiTime.LengthLimitParts);
    }

    private bool IsField() => char.IsAsciiLetter(_cursor.Peek()) && _cursor.Peek(1) == ':';

    private bool TryReadField()
    {
        var name = _cursor.Take();
        _cursor.Position++;
        return _cursor.TryTakeThrough(']', out var value) && fields.TryObey(name, value);
    }

    /// <summary>Reads a chord behind its bracket; all of it lasts as long as its first note, times the length behind it.</summary>
    private bool TryReadChord()
    {
        var tones = new List<Tone>();
        long? first = null;
        while (!_cursor.AtEnd && _cursor.Peek() is not (']' or '|'))
        {
            first = ReadIntoChord(tones) is { } parts ? first ?? parts : first;
        }

        var closed = _cursor.TryTake(']');
        if (first is not { } length)
        {
            return false;
        }

        var (numerator, denominator) = closed ? _cursor.TakeLength() : (1, 1);
        var scaled = Math.Clamp(length * numerator / denominator, 1, MidiTime.LengthLimitParts);
        tones.ForEach(tone => tone.Parts = scaled);
        voice.Add(tones, scaled);
        return closed;
    }

    /// <summary>Reads one sign inside a chord.</summary>
    /// <returns>The length of a note or rest, null for any other sign.</returns>
    private long? ReadIntoChord(List<Tone> tones)
    {
        if (_cursor.Peek() is 'z' or 'x')
        {
            _cursor.Position++;
            return ReadParts(voice.UnitParts);
        }

        var start = _cursor.Position;
        if (TryReadTone(out var tone, out var parts))
        {
            Skipped += tone is null ? _cursor.Position - start : 0;
            if (tone is not null && !tones.Exists(other => other.Pitch == tone.Pitch))
            {
                tones.Add(tone);
            }

            return parts;
        }

        if (_cursor.TryTake('-') && tones.Count > 0)
        {
            tones[^1].Tied = true;
        }
        else if (_cursor.Position == start && !AbcOrnaments.TryPass(_cursor))
        {
            Skipped += _cursor.Position - start;
        }

        return null;
    }

    private bool TryReadTuplet()
    {
        var written = _cursor.TakeNumber();
        var played = _cursor.TryTake(':') ? _cursor.TakeNumber() : 0;
        var count = _cursor.TryTake(':') ? _cursor.TakeNumber() : 0;
        return voice.TryStartTuplet(written, played, count);
    }
}
