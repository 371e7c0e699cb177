namespace RnnCluster.Recurrent.Tokenizers;

/// <summary>
/// Cuts English text at whitespace, and each run of other characters into words, punctuation and the parts of contractions
/// (do|n't, cat|'s, they|'re), in the manner of the Penn Treebank and of Universal Dependencies. The run that has not met
/// whitespace yet is pending.
/// </summary>
/// <remarks>Only whitespace is lost. <see cref="Join"/> puts single spaces between tokens; it does not restore the text.</remarks>
public sealed class WordTokenizer : ITokenizer
{
    /// <inheritdoc/>
    public string Tokenize(string pending, string text, bool end, ICollection<string> tokens)
    {
        var whole = pending + text;
        var start = 0;
        for (var position = 0; position < whole.Length; position++)
        {
            if (char.IsWhiteSpace(whole[position]))
            {
                WordSplitter.Split(whole.AsSpan(start, position - start), tokens);
                start = position + 1;
            }
        }

        if (end)
        {
            WordSplitter.Split(whole.AsSpan(start), tokens);
            return "";
        }

        return whole[start..];
    }

    /// <inheritdoc/>
    public string Join(IReadOnlyList<string> tokens) => string.Join(' ', tokens);
}
