namespace RnnCluster.Cli.Music;

/// <summary>Reads bar lines, repeat signs and the numbers of endings.</summary>
internal static class AbcBars
{
    // Longer signs first; a plain line says nothing about repeats.
    private static readonly (string Sign, BarKind? Kind)[] Signs =
    [
        (":|:", BarKind.CloseAndOpen),
        (":|]", BarKind.Close),
        ("||:", BarKind.Open),
        ("[|:", BarKind.Open),
        ("::", BarKind.CloseAndOpen),
        (":|", BarKind.Close),
        ("|:", BarKind.Open),
        ("||", BarKind.Section),
        ("|]", BarKind.Section),
        ("[|", BarKind.Section),
        (":", BarKind.Section),
        ("|", null),
    ];

    /// <summary>Takes a bar line and the ending number behind it, or an ending number in a bracket of its own.</summary>
    /// <returns>False where neither stands here; then nothing is taken.</returns>
    public static bool TryRead(AbcCursor cursor, AbcVoice voice)
    {
        foreach (var (sign, kind) in Signs)
        {
            if (cursor.TryTake(sign))
            {
                voice.EndBar(kind);
                if (sign.EndsWith('|'))
                {
                    ReadEnding(cursor, voice);
                }

                return true;
            }
        }

        var isEnding = cursor.Peek() == '[' && char.IsAsciiDigit(cursor.Peek(1));
        if (isEnding)
        {
            cursor.Position++;
            ReadEnding(cursor, voice);
        }

        return isEnding;
    }

    /// <summary>Takes the passes of an ending, such as <c>1</c>, <c>1,2</c> or <c>1-3</c>, where there is one.</summary>
    private static void ReadEnding(AbcCursor cursor, AbcVoice voice)
    {
        if (!char.IsAsciiDigit(cursor.Peek()))
        {
            return;
        }

        var (first, second) = (false, false);
        var rangeStart = 0;
        while (char.IsAsciiDigit(cursor.Peek()))
        {
            var number = cursor.TakeNumber();
            var from = rangeStart == 0 ? number : rangeStart;
            first |= from <= 1 && number >= 1;
            second |= from <= 2 && number >= 2;
            rangeStart = cursor.Peek() == '-' ? number : 0;
            if (cursor.Peek() is '-' or ',' && char.IsAsciiDigit(cursor.Peek(1)))
            {
                cursor.Position++;
            }
        }

        voice.StartEnding(first, second);
    }
}
