namespace RnnCluster.Recurrent.Tokenizers;

/// <summary>
/// Cuts music in ABC notation (https://abcnotation.com/wiki/abc:standard:v2.1) into header fields, bar lines, notes with
/// their pitch, octave and length, tuplets, accidentals and single code points. Tokens put together give the text back exactly.
/// </summary>
/// <remarks>
/// A token is complete when choosing it never asked for a character behind the end of the text so far; such a choice cannot
/// be changed by what follows. At most one token is pending.
/// </remarks>
public sealed class AbcTokenizer : ITokenizer
{
    /// <inheritdoc/>
    public string Tokenize(string pending, string text, bool end, ICollection<string> tokens)
    {
        var whole = pending + text;
        var position = 0;
        while (position < whole.Length)
        {
            var scanner = new AbcScanner(whole.AsSpan(position));
            var length = scanner.TokenLength();
            if (scanner.AskedBeyondEnd && !end)
            {
                break;
            }

            tokens.Add(whole.Substring(position, length));
            position += length;
        }

        return whole[position..];
    }

    /// <inheritdoc/>
    public string Join(IReadOnlyList<string> tokens) => string.Concat(tokens);
}
