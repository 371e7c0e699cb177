namespace RnnCluster.Cli.Music;

/// <summary>A time signature, as the field <c>M:</c> gives it.</summary>
/// <param name="Beats">The upper number, 1 to 99.</param>
/// <param name="Unit">The lower number: a power of two, 1 to 64.</param>
internal readonly record struct Metre(int Beats, int Unit)
{
    /// <summary>What a tune without the field is in.</summary>
    public static Metre Common { get; } = new(4, 4);

    /// <summary>Whether beats fall into groups of three: 6/8, 9/8, 12/8.</summary>
    public bool IsCompound => Beats > 3 && Beats % 3 == 0;

    /// <summary>The length of one bar, in parts of a tick.</summary>
    public long BarParts => MidiTime.PartsPerWhole * Beats / Unit;

    /// <summary>Reads <c>C</c>, <c>C|</c>, <c>none</c> or <c>n/d</c>; what follows is not looked at.</summary>
    public static bool TryParse(string text, out Metre metre)
    {
        metre = Common;
        var cursor = new AbcCursor(text);
        cursor.SkipSpaces();
        if (cursor.TryTake('C'))
        {
            metre = cursor.TryTake('|') ? new Metre(2, 2) : Common;
            return true;
        }

        if (text.AsSpan().Trim().StartsWith("none", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        var beats = cursor.TakeNumber();
        var unit = cursor.TryTake('/') ? cursor.TakeNumber() : 0;
        if (beats is < 1 or > 99 || unit is < 1 or > 64 || !int.IsPow2(unit))
        {
            return false;
        }

        metre = new Metre(beats, unit);
        return true;
    }
}
