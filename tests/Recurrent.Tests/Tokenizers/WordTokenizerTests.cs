using RnnCluster.Recurrent.Tokenizers;

namespace RnnCluster.Recurrent.Tests.Tokenizers;

public sealed class WordTokenizerTests
{
    private static readonly string[] Alphabet =
    [
        "a", "N't", "n't", "'s", "’re", "'", "’", "\"", ".", "...", "-", "--", "—", "/", "@", "://", "www.", "(", ")", "!", "?", "$", "5",
        ",", "U.S.", "cannot", " ", "\n", "\t", "\u00a0", "\u2003", "e\u0301", "\u0301", "👍", "\ud83d", "\udc4d", "\u200d", "\0",
    ];

    private readonly WordTokenizer _tokenizer = new();

    [Fact]
    public void Tokenize_CutAnywhere_EqualsWhole() => TokenizerLaws.CutAnywhereEqualsWhole(_tokenizer, Alphabet);

    [Fact]
    public void Tokenize_MoreText_KeepsCompletedTokens() => TokenizerLaws.PendingTextIsAllThatMayChange(_tokenizer, Alphabet);

    [Fact]
    public void Tokenize_AnyText_LosesOnlyWhitespace()
    {
        CsCheck.Check.Sample(TokenizerLaws.Pieces(Alphabet), pieces =>
        {
            var text = string.Concat(pieces);
            var tokens = TokenizerLaws.Tokens(_tokenizer, text);

            Assert.Equal(string.Concat(text.Where(c => !char.IsWhiteSpace(c))), string.Concat(tokens));
            Assert.DoesNotContain("", tokens);
        }, iter: 20_000);
    }

    [Theory]
    [InlineData("The cat sat.", "The cat sat .")]
    [InlineData("I don't, can't and won't.", "I do n't , ca n't and wo n't .")]
    [InlineData("The cat's here; they’re late, I'm not.", "The cat 's here ; they ’re late , I 'm not .")]
    [InlineData("I'd say we'll see what you've got", "I 'd say we 'll see what you 've got")]
    [InlineData("He couldn't've known. We CANNOT.", "He could n't 've known . We CAN NOT .")]
    [InlineData("the dogs' bowls, 'quoted', 'em all", "the dogs ' bowls , ' quoted ' , 'em all")]
    [InlineData("\"Well,\" (she) said...", "\" Well , \" ( she ) said ...")]
    [InlineData("What?! No -- yes", "What ?! No -- yes")]
    [InlineData("Mr. Smith of the U.S., etc.", "Mr. Smith of the U.S. , etc.")]
    [InlineData("So do I.", "So do I .")]
    [InlineData("$9.99 or 50% of 2,000 at 3:30", "$ 9.99 or 50 % of 2,000 at 3:30")]
    [InlineData("a well-known e-mail and/or 2010-12-24", "a well - known e-mail and / or 2010-12-24")]
    [InlineData("wait...what—now", "wait ... what — now")]
    [InlineData("see (http://example.org/a_b?c=1), write to user@example.org.", "see ( http://example.org/a_b?c=1 ) , write to user@example.org .")]
    [InlineData("Hi :-) great👍!", "Hi :-) great👍 !")]
    [InlineData("((nested))", "( ( nested ) )")]
    [InlineData("'s n't do", "'s n't do")]
    [InlineData(" \t\n", "")]
    public void Tokenize_English_IsCutAsInTheTreebanks(string text, string expected)
    {
        Assert.Equal(expected, _tokenizer.Join(TokenizerLaws.Tokens(_tokenizer, text)));
    }

    [Fact]
    public void Tokenize_WordWithoutWhitespaceBehind_IsPending()
    {
        var tokens = new List<string>();

        Assert.Equal("cat's", _tokenizer.Tokenize("the ca", "t's", end: false, tokens));
        Assert.Equal(["the"], tokens);
    }

    [Theory]
    [InlineData("'s")]
    [InlineData(".,")]
    [InlineData("/.")]
    [InlineData("a-")]
    [InlineData("a.")]
    [InlineData("@/,")]
    public void Tokenize_HostileRepetition_KeepsEveryCharacter(string unit)
    {
        var text = string.Concat(Enumerable.Repeat(unit, 100_000 / unit.Length));

        Assert.Equal(text, string.Concat(TokenizerLaws.Tokens(_tokenizer, text)));
    }
}
