namespace RnnCluster.Recurrent.Tokenizers;

/// <summary>
/// Every Unicode code point is a token. Only the first half of a surrogate pair is ever pending. Tokens put together give the
/// text back exactly.
/// </summary>
public sealed class CharacterTokenizer : ITokenizer
{
    /// <inheritdoc/>
    public string Tokenize(string pending, string text, bool end, ICollection<string> tokens)
    {
        var whole = pending + text;
        var halfPair = !end && whole.Length > 0 && char.IsHighSurrogate(whole[^1]);
        var complete = halfPair ? whole.Length - 1 : whole.Length;
        for (var position = 0; position < complete;)
        {
            var length = CodePoint.LengthAtStart(whole.AsSpan(position));
            tokens.Add(whole.Substring(position, length));
            position += length;
        }

        return whole[complete..];
    }

    /// <inheritdoc/>
    public string Join(IReadOnlyList<string> tokens) => string.Concat(tokens);
}
