namespace RnnCluster.Cli.Music;

/// <summary>A key: how each of the seven letters is altered where a note has no accidental of its own.</summary>
internal sealed class KeySignature
{
    private const string CircleOfFifths = "FCGDAEB";

    private readonly int[] _alterations;

    private KeySignature(int fifths, bool minor)
    {
        Fifths = fifths;
        IsMinor = minor;
        _alterations = [.. CircleOfFifths.Select((_, index) => FloorDivide(fifths - index + 6, 7))];
    }

    /// <summary>No sharps, no flats.</summary>
    public static KeySignature CMajor { get; } = new(0, minor: false);

    /// <summary>Sharps (positive) or flats (negative); beyond 7 for keys such as G sharp major.</summary>
    public int Fifths { get; }

    /// <summary>Whether the mode is minor or Aeolian.</summary>
    public bool IsMinor { get; }

    /// <summary>Semitones by which the letter <c>A</c> to <c>G</c> is raised, or lowered when negative.</summary>
    public int Alteration(char letter) => _alterations[CircleOfFifths.IndexOf(letter, StringComparison.Ordinal)];

    /// <summary>
    /// Reads the field <c>K:</c>: tonic, <c>#</c> or <c>b</c>, mode (its first three letters decide, <c>m</c> alone is
    /// minor), then changes to single letters such as <c>^f</c>. Clefs and other words are passed over.
    /// </summary>
    /// <returns>False where there is no tonic; then the key stays as it is.</returns>
    public static bool TryParse(string text, out KeySignature key)
    {
        key = CMajor;
        var cursor = new AbcCursor(text);
        cursor.SkipSpaces();
        if (text.AsSpan().Trim().StartsWith("none", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        if (text.AsSpan().Trim().StartsWith("HP", StringComparison.OrdinalIgnoreCase))
        {
            key = new KeySignature(2, minor: false);
            return true;
        }

        var place = CircleOfFifths.IndexOf(cursor.Peek(), StringComparison.Ordinal);
        if (place < 0)
        {
            return false;
        }

        cursor.Position++;
        var accidental = cursor.TryTake('#') ? 7 : cursor.TryTake('b') ? -7 : 0;
        cursor.SkipSpaces();
        var mode = Letters(text[cursor.Position..]);
        var offset = ModeOffset(mode);
        key = new KeySignature(place - 1 + accidental + (offset ?? 0), minor: offset == -3);
        key.Alter(text[cursor.Position..]);
        return true;
    }

    private static string Letters(string text) => new([.. text.TakeWhile(char.IsAsciiLetter)]);

    /// <summary>Fifths that a mode lies below the major key on the same tonic; null for a word that is no mode.</summary>
    private static int? ModeOffset(string mode) => mode.ToUpperInvariant() switch
    {
        "M" => -3,
        { Length: >= 3 } word => word[..3] switch
        {
            "MAJ" or "ION" => 0,
            "MIN" or "AEO" => -3,
            "DOR" => -2,
            "MIX" => -1,
            "PHR" => -4,
            "LYD" => 1,
            "LOC" => -5,
            _ => null,
        },
        _ => null,
    };

    private void Alter(string text)
    {
        foreach (var word in text.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries))
        {
            var letter = CircleOfFifths.IndexOf(char.ToUpperInvariant(word[^1]), StringComparison.Ordinal);
            int? alteration = word[..^1] switch
            {
                "^" => 1,
                "^^" => 2,
                "_" => -1,
                "__" => -2,
                "=" => 0,
                _ => null,
            };
            if (letter >= 0 && alteration is { } semitones)
            {
                _alterations[letter] = semitones;
            }
        }
    }

    private static int FloorDivide(int dividend, int divisor) => (int)Math.Floor((double)dividend / divisor);
}
