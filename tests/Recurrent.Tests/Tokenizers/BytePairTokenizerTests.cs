using CsCheck;
using RnnCluster.Recurrent.Tokenizers;

namespace RnnCluster.Recurrent.Tests.Tokenizers;

public sealed class BytePairTokenizerTests
{
    private static readonly string[] Merges =
        ["l o", "▁ lo", "w e", "we r", "▁lo w", "o w", "▁lo we", "▁ (", "e \u0301", "1 2", "▁ 👍", "a a", "aa a", "▁low e"];

    private static readonly string[] Alphabet =
    [
        "l", "o", "w", "e", "r", "lower", "LOW", "we", "a", "aa", "12", "½", "(", ")", "-", "'", "<", "<end>", " ", "\n", "\t", "\u00a0",
        "\u2003", "\u0085", "▁", "e\u0301", "\u0301", "İ", "ß", "Ǆ", "👍", "𝐀", "\ud83d", "\udc4d", "\0",
    ];

    private readonly BytePairTokenizer _tokenizer = new(Merges, lowercase: true);

    [Fact]
    public void Tokenize_CutAnywhere_EqualsWhole() => TokenizerLaws.CutAnywhereEqualsWhole(_tokenizer, Alphabet);

    [Fact]
    public void Tokenize_MoreText_KeepsCompletedTokens() => TokenizerLaws.PendingTextIsAllThatMayChange(_tokenizer, Alphabet);

    [Fact]
    public void Join_Tokens_RestoresTextUpToWhiteSpaceAndCase()
    {
        Check.Sample(TokenizerLaws.Pieces(Alphabet), pieces =>
        {
            var text = string.Concat(pieces);
            var words = text.Split([.. text.Where(c => char.IsWhiteSpace(c) || c == '▁')], StringSplitOptions.RemoveEmptyEntries);

            Assert.Equal(string.Join(' ', words).ToLowerInvariant(), _tokenizer.Join(TokenizerLaws.Tokens(_tokenizer, text)));
        }, iter: 20_000);
    }

    [Fact]
    public void Join_FirstTokens_IsThePrefixOfAll()
    {
        Check.Sample(Gen.OneOf("▁", "▁▁", "▁low", "er", " ", "<unk>", "").List[0, 12], tokens =>
        {
            var whole = _tokenizer.Join(tokens);
            for (var count = 0; count < tokens.Count; count++)
            {
                Assert.StartsWith(_tokenizer.Join(tokens[..count]), whole, StringComparison.Ordinal);
            }
        });
    }

    // Merges go by rank, not by length: "we r" (3) takes the w of "lower" before "▁lo w" (4) can.
    [Theory]
    [InlineData("low", "▁low")]
    [InlineData("Lower LOWER", "▁lo wer ▁lo wer")]
    [InlineData("slow", "▁ s lo w")]
    [InlineData("ow", "▁ ow")]
    [InlineData("wewer", "▁ we wer")]
    [InlineData("(low)", "▁( lo w )")]
    [InlineData("low-low", "▁low - lo w")]
    [InlineData("e\u0301a 12½", "▁ e\u0301 a ▁ 12 ½")]
    [InlineData("👍👍", "▁👍 👍")]
    [InlineData("a▁low", "▁ a ▁low")]
    [InlineData("▁ ▁", "")]
    [InlineData("aaaaaaa", "▁ aa aa aaa")]
    [InlineData("<end>", "▁ < e n d >")]
    [InlineData("x\u00a0İ", "▁ x ▁ İ")]
    public void Tokenize_HandWorkedText_IsMergedByRank(string text, string expected)
    {
        Assert.Equal(expected, string.Join(' ', TokenizerLaws.Tokens(_tokenizer, text)));
    }

    [Fact]
    public void Tokenize_AnyPiece_EqualsTheRuleTakenLiterally()
    {
        // "aba" comes from two merges: when the second makes one, "aba ab" outranks the second's next occurrence.
        var merges = new[] { "b a", "a b", "ab a", "aba ab", "a ba", "aba aba", "b b", "bb a", "▁ a", "▁ ab", "aba b" };
        var tokenizer = new BytePairTokenizer(merges, lowercase: false);

        Check.Sample(Gen.OneOf("a", "b").Array[1, 24].Select(string.Concat), piece =>
            Assert.Equal(Literally(merges, "▁" + piece), TokenizerLaws.Tokens(tokenizer, piece)));
    }

    [Fact]
    public void Tokenize_CaseKept_LooksUpMergesAsTheyAre()
    {
        var tokenizer = new BytePairTokenizer(["▁ L", "▁L o"], lowercase: false);

        Assert.Equal(["▁Lo", "L", "▁", "l", "o"], TokenizerLaws.Tokens(tokenizer, "LoL lo"));
    }

    [Fact]
    public void Tokenize_WordWithoutWhiteSpaceBehind_IsPendingAsItCame()
    {
        var tokens = new List<string>();

        Assert.Equal("LOW", _tokenizer.Tokenize("low l", "ow LOW", end: false, tokens));
        Assert.Equal(["▁low", "▁low"], tokens);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("low")]
    [InlineData("(")]
    [InlineData("\ud83d")]
    public void Tokenize_HostileRepetition_KeepsEveryCharacter(string unit)
    {
        var text = string.Concat(Enumerable.Repeat(unit, 100_000 / unit.Length));

        Assert.Equal("▁" + text, string.Concat(TokenizerLaws.Tokens(_tokenizer, text)));
    }

    [Theory]
    [InlineData("Merge 1 is \"ab\"; it must be two symbols with one space between them.", "a b", "ab")]
    [InlineData("Merge 0 is \"a b c\"; it must be two symbols with one space between them.", "a b c")]
    [InlineData("Merge 0 is \" b\"; it must be two symbols with one space between them.", " b")]
    [InlineData("Merge 0 is \"a \"; it must be two symbols with one space between them.", "a ")]
    [InlineData("Merge 0 is \"\"; it must be two symbols with one space between them.", "")]
    [InlineData("Merge 2 is \"a b\"; merge 0 is the same; there must be one.", "a b", "b a", "a b")]
    [InlineData("Merge 0 is \"ab c\"; \"ab\" must be a single character, or made by a merge before this one.", "ab c", "a b")]
    [InlineData("Merge 0 is \"a bc\"; \"bc\" must be a single character, or made by a merge before this one.", "a bc")]
    public void Constructor_BadMerge_SaysWhich(string message, params string[] merges)
    {
        var exception = Assert.Throws<ArgumentException>(() => new BytePairTokenizer(merges, lowercase: true));

        Assert.StartsWith(message, exception.Message, StringComparison.Ordinal);
    }

    private static List<string> Literally(string[] merges, string piece)
    {
        var symbols = piece.Select(c => c.ToString()).ToList();
        while (true)
        {
            var pairs = symbols.Zip(symbols.Skip(1), (left, right) => Array.IndexOf(merges, $"{left} {right}")).ToList();
            var best = pairs.Where(rank => rank >= 0).DefaultIfEmpty(-1).Min();
            if (best < 0)
            {
                return symbols;
            }

            var position = pairs.IndexOf(best);
            symbols[position] += symbols[position + 1];
            symbols.RemoveAt(position + 1);
        }
    }
}
