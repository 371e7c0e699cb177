using System.Globalization;
using System.Text;

namespace RnnCluster.Recurrent.Tokenizers;

/// <summary>
/// The forms of a word that token features look up, over Unicode code points. Models are trained with the same forms in
/// Python, see <c>training/word_features.py</c>.
/// </summary>
internal static class WordForm
{
    /// <summary>
    /// Lower-cases code point by code point; one whose lower case is longer than one code point stays as it is.
    /// </summary>
    public static string Lower(string word) => word.ToLowerInvariant();

    /// <summary>The first <paramref name="length"/> code points, or all of a shorter word.</summary>
    public static ReadOnlySpan<char> Prefix(ReadOnlySpan<char> word, int length)
    {
        var end = 0;
        for (; length > 0 && end < word.Length; length--)
        {
            end += CodePoint.LengthAtStart(word[end..]);
        }

        return word[..end];
    }

    /// <summary>The last <paramref name="length"/> code points, or all of a shorter word.</summary>
    public static ReadOnlySpan<char> Suffix(ReadOnlySpan<char> word, int length)
    {
        var start = word.Length;
        for (; length > 0 && start > 0; length--)
        {
            start -= CodePoint.LengthAtEnd(word[..start]);
        }

        return word[start..];
    }

    /// <summary>
    /// Upper and title case as X, other letters as x, decimal digits as d, everything else as it is; runs of the same code
    /// point collapse to one: "McDonald's" is XxXx'x, "2,000" is d,d.
    /// </summary>
    public static string Shape(ReadOnlySpan<char> word)
    {
        var shape = new StringBuilder();
        ReadOnlySpan<char> last = [];
        while (!word.IsEmpty)
        {
            var point = word[..CodePoint.LengthAtStart(word)];
            var symbol = Symbol(point);
            if (!symbol.SequenceEqual(last))
            {
                shape.Append(symbol);
                last = symbol;
            }

            word = word[point.Length..];
        }

        return shape.ToString();
    }

    private static ReadOnlySpan<char> Symbol(ReadOnlySpan<char> point)
    {
        Rune.DecodeFromUtf16(point, out var rune, out _);
        return Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.UppercaseLetter or UnicodeCategory.TitlecaseLetter => "X",
            UnicodeCategory.LowercaseLetter or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter => "x",
            UnicodeCategory.DecimalDigitNumber => "d",
            _ => point,
        };
    }
}
