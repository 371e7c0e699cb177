namespace RnnCluster.Recurrent.Tokenizers;

/// <summary>Generated tokens as a text.</summary>
public static class TokenText
{
    // Joining needs neither merges nor a vocabulary.
    private static readonly Dictionary<string, ITokenizer> Tokenizers = new()
    {
        ["characters"] = new CharacterTokenizer(),
        ["words"] = new WordTokenizer(),
        ["abc"] = new AbcTokenizer(),
        ["bpe"] = new BytePairTokenizer([], lowercase: false),
    };

    /// <summary>Puts tokens together as the tokenizer of that kind does.</summary>
    /// <param name="tokenizer">The model's, as its summary names it; empty for a model of vectors, which have no text.</param>
    /// <param name="tokens">The tokens, in order.</param>
    public static string Join(string tokenizer, IEnumerable<string?> tokens) =>
        Tokenizers.TryGetValue(tokenizer, out var kind) ? kind.Join([.. tokens.OfType<string>()]) : "";
}
