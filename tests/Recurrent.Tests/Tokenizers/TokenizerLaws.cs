using CsCheck;
using RnnCluster.Recurrent.Tokenizers;

namespace RnnCluster.Recurrent.Tests.Tokenizers;

/// <summary>What every tokenizer promises, checked on texts over an alphabet that is chosen to break it.</summary>
internal static class TokenizerLaws
{
    /// <summary>A text in pieces: cut anywhere, even inside a surrogate pair, with empty pieces among them.</summary>
    public static Gen<string[]> Pieces(params string[] alphabet) =>
        Gen.OneOf(alphabet).Array[0, 40].Select(string.Concat)
            .SelectMany(text => Gen.Int[0, text.Length].Array[0, 12].Select(cuts => Cut(text, cuts)));

    /// <summary>
    /// The tokens of a text in pieces, with the end told in a last, empty call or together with the last piece.
    /// </summary>
    public static List<string> Stream(ITokenizer tokenizer, IReadOnlyList<string> pieces, bool endInOwnCall)
    {
        var tokens = new List<string>();
        var pending = "";
        for (var i = 0; i < pieces.Count; i++)
        {
            pending = tokenizer.Tokenize(pending, pieces[i], !endInOwnCall && i == pieces.Count - 1, tokens);
        }

        Assert.Equal("", endInOwnCall ? tokenizer.Tokenize(pending, "", end: true, tokens) : pending);
        return tokens;
    }

    /// <summary>The tokens of a whole text.</summary>
    public static List<string> Tokens(ITokenizer tokenizer, string text) => Stream(tokenizer, [text], endInOwnCall: false);

    /// <summary>Checks that cuts do not show.</summary>
    public static void CutAnywhereEqualsWhole(ITokenizer tokenizer, params string[] alphabet) =>
        Gen.Select(Pieces(alphabet), Gen.Bool).Sample((pieces, endInOwnCall) =>
            Assert.Equal(Tokens(tokenizer, string.Concat(pieces)), Stream(tokenizer, pieces, endInOwnCall)), iter: 20_000);

    /// <summary>Checks that nothing that follows a call can change the tokens it completed.</summary>
    public static void PendingTextIsAllThatMayChange(ITokenizer tokenizer, params string[] alphabet) =>
        Gen.Select(Pieces(alphabet), Pieces(alphabet)).Sample((first, second) =>
        {
            var start = string.Concat(first);
            var tokens = new List<string>();
            var pending = tokenizer.Tokenize("", start, end: false, tokens);

            Assert.EndsWith(pending, start, StringComparison.Ordinal);
            Assert.Equal(tokens, Tokens(tokenizer, start + string.Concat(second)).Take(tokens.Count));
        });

    /// <summary>Checks that joined tokens are the text.</summary>
    public static void JoinRestoresText(ITokenizer tokenizer, params string[] alphabet) =>
        Pieces(alphabet).Sample(pieces =>
        {
            var text = string.Concat(pieces);
            Assert.Equal(text, tokenizer.Join(Tokens(tokenizer, text)));
        });

    private static string[] Cut(string text, int[] cuts)
    {
        int[] bounds = [0, .. cuts.Order(), text.Length];
        return [.. bounds.Zip(bounds.Skip(1), (start, end) => text[start..end])];
    }
}
