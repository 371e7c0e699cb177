using System.Text.RegularExpressions;

namespace RnnCluster.Cli.Evaluation;

/// <summary>
/// Cuts a text into words as <c>mteval-v13a.pl</c> of NIST and the tokenizer <c>13a</c> of sacrebleu do, so that figures can be
/// compared with published ones.
/// </summary>
internal static partial class BleuWords
{
    /// <summary>The words of <paramref name="text"/>.</summary>
    public static string[] Cut(string text)
    {
        var line = text
            .Replace("<skipped>", "", StringComparison.Ordinal)
            .Replace("-\n", "", StringComparison.Ordinal)
            .Replace('\n', ' ')
            .Replace("&quot;", "\"", StringComparison.Ordinal)
            .Replace("&amp;", "&", StringComparison.Ordinal)
            .Replace("&lt;", "<", StringComparison.Ordinal)
            .Replace("&gt;", ">", StringComparison.Ordinal);
        line = Symbols().Replace($" {line} ", " $1 ");
        line = PointAfterOther().Replace(line, "$1 $2 ");
        line = PointBeforeOther().Replace(line, " $1 $2");
        line = HyphenAfterDigit().Replace(line, "$1 $2 ");
        return line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>ASCII symbols but apostrophe, comma, hyphen and full stop.</summary>
    [GeneratedRegex(@"([\{-\~\[-\` -\&\(-\+\:-\@\/])")]
    private static partial Regex Symbols();

    [GeneratedRegex(@"([^0-9])([\.,])")]
    private static partial Regex PointAfterOther();

    [GeneratedRegex(@"([\.,])([^0-9])")]
    private static partial Regex PointBeforeOther();

    [GeneratedRegex(@"([0-9])(-)")]
    private static partial Regex HyphenAfterDigit();
}
