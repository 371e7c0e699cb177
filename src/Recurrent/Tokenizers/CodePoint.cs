namespace RnnCluster.Recurrent.Tokenizers;

/// <summary>
/// Unicode code points in UTF-16 text. A surrogate without its partner counts as a code point of its own, so that no text is
/// lost.
/// </summary>
internal static class CodePoint
{
    /// <summary>
    /// Number of <c>char</c>s, 1 or 2, of the code point that <paramref name="text"/>, which is not empty, begins with.
    /// </summary>
    public static int LengthAtStart(ReadOnlySpan<char> text) =>
        text.Length > 1 && char.IsSurrogatePair(text[0], text[1]) ? 2 : 1;

    /// <summary>
    /// Number of <c>char</c>s, 1 or 2, of the code point that <paramref name="text"/>, which is not empty, ends with.
    /// </summary>
    public static int LengthAtEnd(ReadOnlySpan<char> text) =>
        text.Length > 1 && char.IsSurrogatePair(text[^2], text[^1]) ? 2 : 1;
}
