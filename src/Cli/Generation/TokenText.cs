namespace RnnCluster.Cli.Generation;

/// <summary>Generated tokens as a text.</summary>
internal static class TokenText
{
    private const string BytePairTokenizer = "bpe";
    private const string WordTokenizer = "words";

    // Stands in front of every word of a byte-pair encoding.
    private const char WordStart = '▁';

    /// <summary>Puts tokens together as the tokenizer of that kind does.</summary>
    /// <param name="tokenizer">The model's, as its summary names it.</param>
    /// <param name="tokens">The tokens, in order.</param>
    public static string Join(string tokenizer, IEnumerable<string?> tokens) => tokenizer switch
    {
        BytePairTokenizer => string.Concat(tokens).Replace(WordStart, ' ').Trim(' '),
        WordTokenizer => string.Join(' ', tokens),
        _ => string.Concat(tokens),
    };
}
