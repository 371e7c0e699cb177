using System.Globalization;
using System.Text;

namespace RnnCluster.Recurrent.Tokenizers;

/// <summary>
/// Cuts text into subwords by byte-pair encoding: words at white space, words into runs of letters, marks and digits and
/// single other characters, and these into the symbols that the package's merges make of their code points. A word's first
/// piece begins with <see cref="WordStart"/>. The word that has not met white space yet is pending. Sennrich, Haddow and
/// Birch, "Neural Machine Translation of Rare Words with Subword Units", ACL 2016, https://doi.org/10.18653/v1/P16-1162.
/// </summary>
/// <remarks>
/// <see cref="Join"/> restores the text up to white space and case. Special tokens such as &lt;end&gt; never come out of a
/// text: no piece holds a bracket together with letters.
/// </remarks>
public sealed class BytePairTokenizer : ITokenizer
{
    /// <summary>Stands in front of every word, U+2581; in a text it is white space.</summary>
    public const char WordStart = '▁';

    private readonly BytePairMerges _merges;
    private readonly bool _lowercase;

    /// <param name="merges">Pairs of symbols with a space between them, the first to be merged first.</param>
    /// <param name="lowercase">Whether text is lower-cased, code point by code point, before it is cut.</param>
    /// <exception cref="ArgumentException">A merge is no pair, occurs twice, or needs a symbol that no earlier one makes.</exception>
    public BytePairTokenizer(IReadOnlyList<string> merges, bool lowercase)
    {
        _merges = new BytePairMerges(merges);
        _lowercase = lowercase;
    }

    /// <inheritdoc/>
    public string Tokenize(string pending, string text, bool end, ICollection<string> tokens)
    {
        var whole = pending + text;
        var start = 0;
        for (var position = 0; position < whole.Length; position++)
        {
            if (char.IsWhiteSpace(whole[position]) || whole[position] == WordStart)
            {
                CutWord(whole[start..position], tokens);
                start = position + 1;
            }
        }

        if (end)
        {
            CutWord(whole[start..], tokens);
            return "";
        }

        return whole[start..];
    }

    /// <inheritdoc/>
    /// <remarks>
    /// The text of the first n tokens is a prefix of the text of all, so a reader can show it as the tokens come.
    /// </remarks>
    public string Join(IReadOnlyList<string> tokens) => string.Concat(tokens).Replace(WordStart, ' ').Trim(' ');

    private void CutWord(string word, ICollection<string> tokens)
    {
        if (word.Length == 0)
        {
            return;
        }

        // The mark belongs to the first piece, whatever that begins with.
        var marked = WordStart + (_lowercase ? WordForm.Lower(word) : word);
        var start = 0;
        for (var end = 1 + PieceLength(marked.AsSpan(1)); start < marked.Length; end += PieceLength(marked.AsSpan(end)))
        {
            _merges.Apply(marked[start..end], tokens);
            start = end;
        }
    }

    /// <summary>
    /// Number of <c>char</c>s of the piece that <paramref name="text"/> begins with: a run of letters, marks and numbers, or
    /// one other code point; 0 for an empty text.
    /// </summary>
    private static int PieceLength(ReadOnlySpan<char> text)
    {
        var length = 0;
        while (length < text.Length)
        {
            var point = CodePoint.LengthAtStart(text[length..]);
            if (!BelongsToRun(text.Slice(length, point)))
            {
                return length == 0 ? point : length;
            }

            length += point;
        }

        return length;
    }

    private static bool BelongsToRun(ReadOnlySpan<char> point)
    {
        Rune.DecodeFromUtf16(point, out var rune, out _);
        return Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
            or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter
            or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark
            or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;
    }
}
