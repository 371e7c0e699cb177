namespace RnnCluster.Cli.Music;

/// <summary>A tune in ABC notation (the parts of ABC 2.1 that folk tunes use), laid out in time with its repeats played.</summary>
/// <remarks>
/// Voices, lyrics, parts and overlays are not played; grace notes, chord symbols and decorations are passed over. The unit
/// length is 1/8 where no <c>L:</c> says otherwise.
/// </remarks>
internal sealed class AbcTune
{
    private AbcTune(string title, TuneLayout layout, int skipped)
    {
        Title = title;
        Notes = layout.Notes;
        Changes = layout.Changes;
        EndTick = layout.EndTick;
        Skipped = skipped;
    }

    /// <summary>The first title; empty where there is none.</summary>
    public string Title { get; }

    /// <summary>What sounds, by start; tones of a chord in the order of the text.</summary>
    public IReadOnlyList<MidiNote> Notes { get; }

    /// <summary>Key, metre and tempo, by time; all three at tick 0.</summary>
    public IReadOnlyList<PlacedChange> Changes { get; }

    /// <summary>Where the tune ends, rests included.</summary>
    public int EndTick { get; }

    /// <summary>
    /// Characters that could not be read, plus notes beyond <see cref="MidiTime.LastTick"/>; 0 for a text that is understood
    /// whole.
    /// </summary>
    public int Skipped { get; }

    /// <summary>Reads the first tune of <paramref name="text"/>. Any text gives a tune: what cannot be read is passed over.</summary>
    public static AbcTune Parse(string text)
    {
        var reader = new AbcReader();
        reader.Read(text);
        var layout = new TuneLayout();
        layout.Place(new AbcRepeats(reader.Items).Play());
        return new AbcTune(reader.Fields.Title ?? "", layout, reader.Skipped + layout.Dropped);
    }
}
