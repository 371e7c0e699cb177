using RnnCluster.Cli.Evaluation;

namespace RnnCluster.Cli.Tests.Evaluation;

public sealed class BleuTests
{
    [Fact]
    public void Score_SameText_Is100() => Assert.Equal(100, Score(("The cat sat on the mat", ["the cat sat on the Mat"])), 10);

    [Fact]
    public void Score_RepeatedWord_CountsAsOftenAsTheBestReferenceHasIt()
    {
        // Unigrams 2 of 7, then none of 6, 5 and 4, which count as 1/2, 1/4 and 1/8; the second reference is as long as the text.
        var expected = 100 * Math.Pow(2 / 7.0 * (0.5 / 6) * (0.25 / 5) * (0.125 / 4), 0.25);

        Assert.Equal(
            expected,
            Score(("the the the the the the the", ["the cat is on the mat", "there is a cat on the mat"])),
            10);
    }

    [Fact]
    public void Score_ShortText_PaysForBrevity()
    {
        // 5, 4, 3 and 2 n-grams, all right; the closest reference has 6 words.
        Assert.Equal(
            100 * Math.Exp(1 - (6 / 5.0)),
            Score(("a b c d e", ["a b c d e f", "a b c d e f g h i"])),
            10);
    }

    [Fact]
    public void Score_ReferencesEquallyClose_TakesTheShorter() =>
        Assert.Equal(100, Score(("a b c d e", ["a b c d", "a b c d e f"])), 10);

    [Fact]
    public void Score_NoFourWords_Is0() => Assert.Equal(0, Score(("it is .", ["it is ."])));

    [Fact]
    public void Score_NothingRight_Is0() => Assert.Equal(0, Score(("a b c d e", ["v w x y z"])));

    [Fact]
    public void Score_NoWords_Is0() => Assert.Equal(0, Score(("", ["a b"]), ("", ["c"])));

    // Values of training/bleu.py.
    [Fact]
    public void Score_SeveralTexts_IsThatOfTheTrainingScripts()
    {
        Assert.Equal(
            47.80964235450266,
            Score(
                ("the cat sat on the mat", ["a cat sat on the mat .", "the cat was sitting on the mat"]),
                ("a dog barks loudly at night", ["the dog barks at night ."])),
            10);
        Assert.Equal(
            63.37635278008295,
            Score((
                "Nous avons perdu 1,000 € l'an-dernier (2010-12) &amp; c'est tout.",
                ["nous avons perdu 1,000 € l' an dernier ( 2010-12 ) & c'est tout !", "on a perdu 1.000 euros"])),
            10);
        Assert.Equal(44.82700320176827, Score(("", ["x y"]), ("a b c d e", ["a b c d f"])), 10);
    }

    [Theory]
    [InlineData("Hello, world!", "Hello , world !")]
    [InlineData("It's 3,000.50 - e.g. 1990-2000, a-b.", "It's 3,000.50 - e . g . 1990 - 2000 , a-b .")]
    [InlineData("&quot;x&quot; &amp;lt; &lt;y&gt; <skipped>z", "\" x \" < < y > z")]
    [InlineData("l'été… «non» 50%", "l'été… «non» 50 %")]
    [InlineData("a.b.c ,d, 1.5.", "a . b . c , d , 1.5 .")]
    [InlineData("(x)[y]{z}~`@#$^*+=|\\/:;?_", "( x ) [ y ] { z } ~ ` @ # $ ^ * + = | \\ / : ; ? _")]
    [InlineData("foo-\nbar\nbaz", "foobar baz")]
    [InlineData("Oh\u00a0non\u202f!", "Oh non !")]
    [InlineData("", "")]
    public void Cut_Text_IsCutAs13aDoes(string text, string words) => Assert.Equal(words, string.Join(' ', BleuWords.Cut(text)));

    private static double Score(params (string Text, string[] References)[] corpus)
    {
        var counts = corpus.Select(entry => Bleu.Counts(entry.Text, entry.References)).ToList();
        return Bleu.Score([.. Enumerable.Range(0, counts[0].Length).Select(place => counts.Sum(row => row[place]))]);
    }
}
