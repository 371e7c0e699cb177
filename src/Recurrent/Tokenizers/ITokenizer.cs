namespace RnnCluster.Recurrent.Tokenizers;

/// <summary>
/// Cuts a stream of text into tokens. A tokenizer keeps nothing between calls and is shared by all sessions; what a stream
/// needs to remember is the pending text, which the caller carries from call to call.
/// </summary>
/// <remarks>
/// The promise is that cuts do not show: a text given in any number of pieces, cut anywhere, yields the tokens of the whole
/// text. A token is therefore held back while later text could still change it. The pending text is as long as the token
/// that it may become, and some tokens have no longest length (a word, a header line): the caller must bound it.
/// </remarks>
public interface ITokenizer
{
    /// <summary>Cuts <paramref name="pending"/> followed by <paramref name="text"/>.</summary>
    /// <param name="pending">What the previous call on this stream returned; empty at its beginning.</param>
    /// <param name="text">The next piece of the stream; may be empty, or begin and end inside a surrogate pair.</param>
    /// <param name="end">Whether the stream ends here, so that nothing is held back.</param>
    /// <param name="tokens">Receives the completed tokens, in order.</param>
    /// <returns>The text from the first incomplete token on; empty when <paramref name="end"/> is true.</returns>
    string Tokenize(string pending, string text, bool end, ICollection<string> tokens);

    /// <summary>Puts tokens together to a text, the way a reader of this kind of text expects them.</summary>
    /// <param name="tokens">The tokens, in order.</param>
    string Join(IReadOnlyList<string> tokens);
}
