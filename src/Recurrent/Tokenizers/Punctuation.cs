using System.Globalization;

namespace RnnCluster.Recurrent.Tokenizers;

/// <summary>What comes off the ends of a word as a token of its own.</summary>
internal static class Punctuation
{
    /// <summary>
    /// Whether <paramref name="run"/>, which is not empty, begins with punctuation that is no part of the word behind it.
    /// </summary>
    public static bool Leads(ReadOnlySpan<char> run)
    {
        var next = run.Length > 1 ? run[1] : ' ';
        return run[0] switch
        {
            '@' or '#' => !char.IsLetter(next),
            '-' or '+' or '.' => !char.IsDigit(next),
            '\'' or '’' => !Contractions.IsClitic(run),
            char first => !IsPartOfWord(first),
        };
    }

    /// <summary>Whether <paramref name="run"/>, which is not empty, ends with punctuation.</summary>
    public static bool Trails(ReadOnlySpan<char> run) => !IsPartOfWord(run[^1]);

    /// <summary>Length of the punctuation token that <paramref name="run"/> begins with.</summary>
    public static int LengthAtStart(ReadOnlySpan<char> run)
    {
        var length = 1;
        while (length < run.Length && BelongTogether(run[length - 1], run[length]))
        {
            length++;
        }

        return length;
    }

    /// <summary>Length of the punctuation token that <paramref name="run"/> ends with.</summary>
    public static int LengthAtEnd(ReadOnlySpan<char> run)
    {
        var length = 1;
        while (length < run.Length && BelongTogether(run[^(length + 1)], run[^length]))
        {
            length++;
        }

        return length;
    }

    // "...", "--" and "?!" are one token each; brackets stand alone.
    private static bool BelongTogether(char one, char other) =>
        one is '!' or '?' ? other is '!' or '?' : one == other && one is not ('(' or ')' or '[' or ']' or '{' or '}');

    // Halves of surrogate pairs, marks and joiners stay with their word: an emoji or an accent is never torn apart.
    private static bool IsPartOfWord(char c) => char.GetUnicodeCategory(c) is
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
        or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.DecimalDigitNumber
        or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber or UnicodeCategory.NonSpacingMark
        or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format
        or UnicodeCategory.Surrogate;
}
