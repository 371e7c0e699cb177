using System.Text.RegularExpressions;
using RnnCluster.Recurrent.Tokenizers;

namespace RnnCluster.Recurrent.Tests.Tokenizers;

public sealed partial class AbcTokenizerTests
{
    private static readonly string[] Alphabet =
    [
        "^", "_", "=", "|", ":", "[", "]", "(", ")", "1", "2", "0", "/", "\n", "\r", " ", "'", ",", "A", "g", "z", "x", "K", "M",
        "h", "-", ">", "\0", "é", "👍", "\ud83d", "\udc4d",
    ];

    private readonly AbcTokenizer _tokenizer = new();

    [Fact]
    public void Tokenize_CutAnywhere_EqualsWhole() => TokenizerLaws.CutAnywhereEqualsWhole(_tokenizer, Alphabet);

    [Fact]
    public void Tokenize_MoreText_KeepsCompletedTokens() => TokenizerLaws.PendingTextIsAllThatMayChange(_tokenizer, Alphabet);

    [Fact]
    public void Join_TokensOfText_IsText() => TokenizerLaws.JoinRestoresText(_tokenizer, Alphabet);

    [Fact]
    public void Tokenize_AnyText_AgreesWithTheGrammar()
    {
        CsCheck.Check.Sample(TokenizerLaws.Pieces(Alphabet), pieces =>
        {
            var text = string.Concat(pieces);
            Assert.Equal(Grammar().Matches(text).Select(match => match.Value), TokenizerLaws.Tokens(_tokenizer, text));
        }, iter: 20_000);
    }

    [Theory]
    [InlineData("M:6/8\nK:D Mixolydian\n", "M:6/8\n", "K:D Mixolydian\n")]
    [InlineData("|:A2B|", "|:", "A2", "B", "|")]
    [InlineData("A:|2 B|]", "A", ":|2", " ", "B", "|]")]
    [InlineData("^c2_B,,3/2=f'z//", "^c2", "_B,,3/2", "=f'", "z//")]
    [InlineData("(3ABc", "(3", "A", "B", "c")]
    [InlineData("[1A::[|", "[1", "A", "::", "[|")]
    [InlineData("^^~d>e", "^^", "~", "d", ">", "e")]
    public void Tokenize_Notation_CutIntoItsSigns(string text, params string[] expected)
    {
        Assert.Equal(expected, TokenizerLaws.Tokens(_tokenizer, text));
    }

    [Theory]
    [InlineData("AB", "B")]
    [InlineData("A2 ", "")]
    [InlineData("AK:D", "K:D")]
    [InlineData("K:D\n", "")]
    [InlineData("d|", "|")]
    [InlineData("d|2", "")]
    [InlineData("d:|]", ":|]")]
    [InlineData("d^=", "^=")]
    [InlineData("d👍", "")]
    public void Tokenize_TextThatMayGoOn_HoldsBackWhatMayChange(string text, string pending)
    {
        Assert.Equal(pending, _tokenizer.Tokenize("", text, end: false, []));
    }

    [Theory]
    [InlineData("^")]
    [InlineData("A'")]
    [InlineData("A1/")]
    [InlineData("|")]
    [InlineData(":")]
    [InlineData("M:")]
    [InlineData("[|")]
    public void Tokenize_HostileRepetition_TakesLinearTime(string unit)
    {
        var text = string.Concat(Enumerable.Repeat(unit, 1_000_000 / unit.Length));

        Assert.Equal(text.Length, TokenizerLaws.Tokens(_tokenizer, text).Sum(token => token.Length));
    }

    [GeneratedRegex(
        @"[A-Za-z]:(?![|:\]])[^\n]*\n?|:?\|+[:\]]?[12]?|\[\|?[12]?|::|[\^_=]*[A-Ga-gzx][,']*[0-9]*/*[0-9]*|\([0-9]|[\^_=]+" +
        @"|[\uD800-\uDBFF][\uDC00-\uDFFF]|[\s\S]")]
    private static partial Regex Grammar();
}
