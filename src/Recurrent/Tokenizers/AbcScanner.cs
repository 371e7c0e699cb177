namespace RnnCluster.Recurrent.Tokenizers;

/// <summary>
/// Finds the token that a text in ABC notation begins with. It accepts what this alternation does, tried in order, in time
/// linear in the token:
/// <code>
/// header field   [A-Za-z]:(?![|:\]])[^\n]*\n?
/// bar line       :?\|+[:\]]?[12]?|\[\|?[12]?|::
/// note or rest   [\^_=]*[A-Ga-gzx][,']*[0-9]*/*[0-9]*
/// tuplet         \([0-9]
/// accidentals    [\^_=]+
/// anything else  one code point
/// </code>
/// </summary>
/// <param name="text">The text from the token on; not empty.</param>
internal ref struct AbcScanner(ReadOnlySpan<char> text)
{
    private const char Nothing = '\0';

    private readonly ReadOnlySpan<char> _text = text;

    /// <summary>Whether the choice of the token depended on there being no more text.</summary>
    public bool AskedBeyondEnd { get; private set; }

    /// <summary>Length of the token, at least 1.</summary>
    public int TokenLength()
    {
        var length = HeaderField();
        length = length > 0 ? length : BarLine();
        length = length > 0 ? length : NoteOrAccidentals();
        length = length > 0 ? length : Tuplet();
        return length > 0 ? length : AnyCodePoint();
    }

    private int HeaderField()
    {
        if (!char.IsAsciiLetter(_text[0]) || Peek(1) != ':' || Peek(2) is '|' or ':' or ']')
        {
            return 0;
        }

        var newline = _text.IndexOf('\n');
        AskedBeyondEnd |= newline < 0;
        return newline < 0 ? _text.Length : newline + 1;
    }

    private int BarLine()
    {
        var start = _text[0] == ':' ? 1 : 0;
        var end = Skip(start, "|");
        if (end > start)
        {
            end += Peek(end) is ':' or ']' ? 1 : 0;
            return end + (Peek(end) is '1' or '2' ? 1 : 0);
        }

        if (_text[0] == '[')
        {
            end = Peek(1) == '|' ? 2 : 1;
            return end + (Peek(end) is '1' or '2' ? 1 : 0);
        }

        return _text[0] == ':' && Peek(1) == ':' ? 2 : 0;
    }

    private int NoteOrAccidentals()
    {
        var pitch = Skip(0, "^_=");
        if (!"ABCDEFGabcdefgzx".Contains(Peek(pitch)))
        {
            return pitch;
        }

        var length = Skip(pitch + 1, ",'");
        var fraction = Skip(length, "0123456789");
        return Skip(Skip(fraction, "/"), "0123456789");
    }

    private int Tuplet() => _text[0] == '(' && char.IsAsciiDigit(Peek(1)) ? 2 : 0;

    private int AnyCodePoint() => char.IsHighSurrogate(_text[0]) && char.IsLowSurrogate(Peek(1)) ? 2 : 1;

    private int Skip(int position, string characters)
    {
        while (characters.Contains(Peek(position)))
        {
            position++;
        }

        return position;
    }

    // A NUL in the text belongs to no class of the grammar either, so it may stand for the end.
    private char Peek(int position)
    {
        if (position < _text.Length)
        {
            return _text[position];
        }

        AskedBeyondEnd = true;
        return Nothing;
    }
}
