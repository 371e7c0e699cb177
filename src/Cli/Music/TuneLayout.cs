using static RnnCluster.Cli.Music.AbcItem;

namespace RnnCluster.Cli.Music;

/// <summary>Lays played items out in time: gives every note its ticks and joins the tied ones.</summary>
internal sealed class TuneLayout
{
    private readonly List<MidiNote> _notes = [];
    private readonly List<PlacedChange> _changes = [];

    // Notes that a tie may still lengthen: by pitch, their index, start and end.
    private readonly Dictionary<int, (int Index, long Start, long End)> _tied = [];

    private KeySignature? _key;
    private Metre? _metre;
    private int? _quarterMicroseconds;

    /// <summary>The notes, by start.</summary>
    public IReadOnlyList<MidiNote> Notes => _notes;

    /// <summary>The changes, by time; the first one, at tick 0, sets all three.</summary>
    public IReadOnlyList<PlacedChange> Changes => _changes;

    /// <summary>Where the last item ends.</summary>
    public int EndTick { get; private set; }

    /// <summary>Notes that lie beyond <see cref="MidiTime.LastTick"/>.</summary>
    public int Dropped { get; private set; }

    /// <summary>Places all items, one after another.</summary>
    public void Place(IEnumerable<AbcItem> items)
    {
        long time = 0;
        foreach (var item in items)
        {
            if (item is Sound sound)
            {
                sound.Tones.ForEach(tone => PlaceTone(tone, time));
                time += sound.Parts;
            }
            else if (item is Change change)
            {
                PlaceChange(change, MidiTime.ToTick(time));
            }
        }

        PlaceStart();
        EndTick = MidiTime.ToTick(time);
    }

    private void PlaceTone(Tone tone, long start)
    {
        var end = start + tone.Parts;
        if (_tied.Remove(tone.Pitch, out var tied) && tied.End == start)
        {
            _notes[tied.Index] = CreateNote(tone.Pitch, tied.Start, end);
        }
        else if (MidiTime.ToTick(end) < MidiTime.LastTick)
        {
            tied = (_notes.Count, start, end);
            _notes.Add(CreateNote(tone.Pitch, start, end));
        }
        else
        {
            Dropped++;
            return;
        }

        if (tone.Tied)
        {
            _tied[tone.Pitch] = (tied.Index, tied.Start, end);
        }
    }

    private static MidiNote CreateNote(int pitch, long start, long end)
    {
        var startTick = MidiTime.ToTick(start);
        return new MidiNote(startTick, Math.Max(MidiTime.ToTick(end) - startTick, 1), pitch);
    }

    private void PlaceChange(Change change, int tick)
    {
        var changes = (change.Key ?? _key) != _key
            || (change.Metre ?? _metre) != _metre
            || (change.QuarterMicroseconds ?? _quarterMicroseconds) != _quarterMicroseconds;
        _key = change.Key ?? _key;
        _metre = change.Metre ?? _metre;
        _quarterMicroseconds = change.QuarterMicroseconds ?? _quarterMicroseconds;
        if (changes)
        {
            _changes.Add(new PlacedChange(tick, change));
        }
    }

    /// <summary>Gathers what is set at tick 0 into one change, with the usual values for what is not.</summary>
    private void PlaceStart()
    {
        var start = _changes.TakeWhile(change => change.Tick == 0).Select(change => change.Change).ToList();
        var metre = start.FindLast(change => change.Metre is not null)?.Metre ?? Metre.Common;
        var gathered = new Change(
            start.FindLast(change => change.Key is not null)?.Key ?? KeySignature.CMajor,
            metre,
            start.FindLast(change => change.QuarterMicroseconds is not null)?.QuarterMicroseconds ?? AbcTempo.Usual(metre));
        _changes.RemoveRange(0, start.Count);
        _changes.Insert(0, new PlacedChange(0, gathered));
    }
}
