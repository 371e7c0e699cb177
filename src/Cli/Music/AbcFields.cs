namespace RnnCluster.Cli.Music;

/// <summary>The information fields of a tune: those that bear on sound are obeyed, the others are passed over.</summary>
internal sealed class AbcFields(AbcVoice voice)
{
    /// <summary>The first title; null where there is none.</summary>
    public string? Title { get; private set; }

    /// <summary>Takes one field.</summary>
    /// <returns>False where the value of a field that bears on sound cannot be read; then nothing changes.</returns>
    public bool TryObey(char name, string value)
    {
        switch (name)
        {
            case 'T':
                Title ??= value.Trim() is { Length: > 0 } title ? title : null;
                return true;
            case 'M':
                return TrySetMetre(value);
            case 'L':
                return TrySetUnit(value);
            case 'K':
                return TrySetKey(value);
            case 'Q':
                return TrySetTempo(value);
            default:
                return true;
        }
    }

    private bool TrySetMetre(string value)
    {
        var read = Metre.TryParse(value, out var metre);
        if (read)
        {
            voice.SetMetre(metre);
        }

        return read;
    }

    private bool TrySetUnit(string value)
    {
        var cursor = new AbcCursor(value);
        cursor.SkipSpaces();
        var numerator = cursor.TakeNumber();
        var denominator = cursor.TryTake('/') ? cursor.TakeNumber() : 1;
        if (numerator is < 1 or > 512 || denominator is < 1 or > 512 || !int.IsPow2(denominator))
        {
            return false;
        }

        voice.UnitParts = MidiTime.PartsPerWhole * numerator / denominator;
        return true;
    }

    private bool TrySetKey(string value)
    {
        var read = KeySignature.TryParse(value, out var key);
        if (read)
        {
            voice.SetKey(key);
        }

        return read;
    }

    private bool TrySetTempo(string value)
    {
        var read = AbcTempo.TryParse(value, out var quarterMicroseconds);
        if (read)
        {
            voice.SetTempo(quarterMicroseconds);
        }

        return read;
    }
}
