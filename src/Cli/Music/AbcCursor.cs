namespace RnnCluster.Cli.Music;

/// <summary>A place in one line of ABC text, and the small readings that every part of the notation shares.</summary>
internal sealed class AbcCursor(string text)
{
    /// <summary>Numbers are held at this limit, so that no arithmetic on them overflows.</summary>
    public const int NumberLimit = 9_999;

    /// <summary>The index of the next character.</summary>
    public int Position { get; set; }

    /// <summary>Whether the line is read to its end.</summary>
    public bool AtEnd => Position >= text.Length;

    /// <summary>The character that is <paramref name="ahead"/> of the next one, or NUL beyond the end.</summary>
    public char Peek(int ahead = 0) => Position + ahead < text.Length ? text[Position + ahead] : '\0';

    /// <summary>Takes the next character.</summary>
    public char Take() => text[Position++];

    /// <summary>Takes the next character if it is <paramref name="expected"/>.</summary>
    public bool TryTake(char expected)
    {
        if (Peek() != expected || AtEnd)
        {
            return false;
        }

        Position++;
        return true;
    }

    /// <summary>Takes <paramref name="expected"/> if it stands here.</summary>
    public bool TryTake(string expected)
    {
        var found = string.CompareOrdinal(text, Position, expected, 0, expected.Length) == 0;
        Position += found ? expected.Length : 0;
        return found;
    }

    /// <summary>Takes the rest of the line.</summary>
    /// <returns>Always false: it is taken where a sign is not closed.</returns>
    public bool TakeRest()
    {
        Position = text.Length;
        return false;
    }

    /// <summary>Takes the longest run of <paramref name="character"/> and says how long it was.</summary>
    public int TakeRun(char character)
    {
        var start = Position;
        while (TryTake(character))
        {
        }

        return Position - start;
    }

    /// <summary>Takes everything up to and including <paramref name="closing"/>; takes nothing where that is missing.</summary>
    public bool TryTakeThrough(char closing, out string inner)
    {
        var end = AtEnd ? -1 : text.IndexOf(closing, Position);
        inner = end < 0 ? "" : text[Position..end];
        Position = end < 0 ? Position : end + 1;
        return end >= 0;
    }

    /// <summary>Passes over spaces and tabs.</summary>
    public void SkipSpaces()
    {
        while (Peek() is ' ' or '\t')
        {
            Position++;
        }
    }

    /// <summary>Takes a run of digits; 0 where there is none.</summary>
    public int TakeNumber()
    {
        var number = 0;
        while (char.IsAsciiDigit(Peek()))
        {
            number = Math.Min((number * 10) + (Take() - '0'), NumberLimit);
        }

        return number;
    }

    /// <summary>Takes a length such as <c>2</c>, <c>3/2</c>, <c>/2</c>, <c>/</c> or <c>//</c>; 1/1 where there is none.</summary>
    public (int Numerator, int Denominator) TakeLength()
    {
        var numerator = Math.Max(TakeNumber(), 1);
        var denominator = 1;
        while (TryTake('/'))
        {
            var divisor = TakeNumber();
            denominator = Math.Min(denominator * (divisor == 0 ? 2 : divisor), NumberLimit);
        }

        return (numerator, denominator);
    }
}
