using System.Globalization;
using System.Text;

namespace RnnCluster.Cli.Tracing;

/// <summary>Tokens as they are shown: on one line, without characters that move a cursor or that XML does not allow.</summary>
internal static class ShownToken
{
    private const char Cut = '…';
    private const char Blank = '␣';

    /// <summary>The token with its control characters escaped; one of nothing but spaces shows them.</summary>
    public static string Escape(string token)
    {
        if (token.Length > 0 && string.IsNullOrWhiteSpace(token))
        {
            token = token.Replace(' ', Blank);
        }

        var shown = new StringBuilder();
        foreach (var rune in token.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '\n' => shown.Append("\\n"),
                '\r' => shown.Append("\\r"),
                '\t' => shown.Append("\\t"),
                _ when IsInvisible(rune) => shown.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}"),
                _ => shown.Append(rune),
            };
        }

        return shown.ToString();
    }

    /// <summary>The escaped token, or its beginning.</summary>
    public static string Shorten(string token, int length)
    {
        var shown = Escape(token);
        if (shown.Length <= length)
        {
            return shown;
        }

        // Half of a surrogate pair is no character.
        var end = char.IsHighSurrogate(shown[length - 2]) ? length - 2 : length - 1;
        return shown[..end] + Cut;
    }

    private static bool IsInvisible(Rune rune) => Rune.IsControl(rune)
        || rune.Value is 0xFFFE or 0xFFFF
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Format;
}
