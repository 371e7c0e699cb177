using RnnCluster.Recurrent.Tokenizers;

namespace RnnCluster.Recurrent.Tests.Tokenizers;

public sealed class CharacterTokenizerTests
{
    private static readonly string[] Alphabet = ["a", " ", "\n", "\0", "é", "e\u0301", "👍", "👩‍🔬", "\ud83d", "\udc4d", "\uffff"];

    private readonly CharacterTokenizer _tokenizer = new();

    [Fact]
    public void Tokenize_CutAnywhere_EqualsWhole() => TokenizerLaws.CutAnywhereEqualsWhole(_tokenizer, Alphabet);

    [Fact]
    public void Tokenize_MoreText_KeepsCompletedTokens() => TokenizerLaws.PendingTextIsAllThatMayChange(_tokenizer, Alphabet);

    [Fact]
    public void Join_TokensOfText_IsText() => TokenizerLaws.JoinRestoresText(_tokenizer, Alphabet);

    [Fact]
    public void Tokenize_CodePoints_EachIsAToken()
    {
        Assert.Equal(["a", "e", "\u0301", "👍", "\udc4d", "b"], TokenizerLaws.Tokens(_tokenizer, "ae\u0301👍\udc4db"));
    }

    [Fact]
    public void Tokenize_HalfPairAtEnd_IsPending()
    {
        var tokens = new List<string>();

        Assert.Equal("\ud83d", _tokenizer.Tokenize("", "a\ud83d", end: false, tokens));
        Assert.Equal(["a"], tokens);
    }
}
